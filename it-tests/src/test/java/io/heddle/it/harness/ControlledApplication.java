package io.heddle.it.harness;

import java.io.IOException;

/** An application that carries out each line of its input and answers with {@code #N answer}. */
public final class ControlledApplication implements AutoCloseable {
  private final JavaProcess process;
  private int executed;

  private ControlledApplication(JavaProcess process) {
    this.process = process;
  }

  /** Starts {@code com.acme.harness.CommandedApp} and waits until it listens. */
  public static ControlledApplication start(JavaProcess.Builder builder) throws IOException {
    return start(builder, "com.acme.harness.CommandedApp");
  }

  /** Starts an application and waits until it listens. */
  public static ControlledApplication start(JavaProcess.Builder builder, String... command)
      throws IOException {
    JavaProcess process = builder.run(command).start();
    return new ControlledApplication(process.awaitOutput("ready"));
  }

  /** Has a command carried out and returns its answer. */
  public String execute(String command) throws IOException {
    process.writeLine(command);
    String mark = "#" + ++executed + " ";
    process.awaitOutput(mark);
    String out = Await.until(process::stdout, text -> isWhole(text, mark));
    int from = out.indexOf(mark) + mark.length();
    return out.substring(from, out.indexOf('\n', from));
  }

  /** True once the line that begins with the mark has ended. */
  private static boolean isWhole(String out, String mark) {
    return out.indexOf('\n', out.indexOf(mark)) > 0;
  }

  public JavaProcess process() {
    return process;
  }

  /** Ends the input, and with it the application; returns its exit status and output. */
  public ProcessResult end() throws IOException, InterruptedException {
    process.stdin().close();
    return process.awaitResult();
  }

  @Override
  public void close() {
    process.close();
  }
}
