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
    while (true) {
      String out = process.stdout();
      int from = out.indexOf(mark) + mark.length();
      int to = out.indexOf('\n', from);
      if (to > 0) {
        return out.substring(from, to);
      }
      Thread.onSpinWait();
    }
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
