package io.heddle.it.harness;

import java.io.IOException;

/** A conversation with an application that answers each line with {@code #N answer}. */
public final class Talk implements AutoCloseable {
  private final JavaProcess process;
  private int asked;

  private Talk(JavaProcess process) {
    this.process = process;
  }

  /** Starts the application Commanded and waits until it listens. */
  public static Talk start(JavaProcess.Builder builder) throws IOException {
    return start(builder, "com.acme.harness.Commanded");
  }

  /** Starts an application and waits until it listens. */
  public static Talk start(JavaProcess.Builder builder, String... command) throws IOException {
    JavaProcess process = builder.run(command).start();
    return new Talk(process.awaitOutput("ready"));
  }

  /** Has a command carried out and returns its answer. */
  public String ask(String command) throws IOException {
    process.tell(command);
    String mark = "#" + ++asked + " ";
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

  /** Ends the input, and with it the application. */
  public Ran end() throws IOException, InterruptedException {
    process.stdin().close();
    return process.ran();
  }

  @Override
  public void close() {
    process.close();
  }
}
