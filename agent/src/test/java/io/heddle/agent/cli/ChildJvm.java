package io.heddle.agent.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of this test's own Java version, up and in main until closed. */
public final class ChildJvm implements AutoCloseable {
  private final Process process;

  private ChildJvm(Process process) {
    this.process = process;
  }

  /** Starts {@link Waiting} with these VM options and two arguments that nobody may show. */
  public static ChildJvm start(String... options) throws IOException {
    return start(Waiting.class, options);
  }

  /** Starts an application that sets a property and removes it again, without a pause. */
  public static ChildJvm startRestless() throws IOException {
    return start(Restless.class);
  }

  private static ChildJvm start(Class<?> application, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx32m"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath(), application.getName(), "--password", "hunter2"));
    Process process =
        new ProcessBuilder(command)
            // the JDK's attach leaves a file in the working directory of a JVM that is frozen
            .directory(new File(System.getProperty("java.io.tmpdir")))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.getInputStream().read() < 0) {
      throw new IOException("the child ended at once: " + command);
    }
    return new ChildJvm(process);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Stops the process so that it answers nothing until it is closed. */
  public void freeze() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-STOP", Long.toString(pid())).start().waitFor();
  }

  /** Ends it before it is closed. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private static String classPath() {
    try {
      return Path.of(ChildJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  /** Says that it is up, then waits for the end of its input. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws IOException {
      System.out.write("up".getBytes(StandardCharsets.UTF_8));
      System.out.flush();
      while (System.in.read() >= 0) {
        // waits
      }
    }
  }

  /** Says that it is up, then changes its system properties until it is killed. */
  static final class Restless {
    private Restless() {}

    public static void main(String[] args) {
      System.out.write('u');
      System.out.flush();
      while (true) {
        System.setProperty("restless", "there");
        System.clearProperty("restless");
      }
    }
  }
}
