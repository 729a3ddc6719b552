package io.heddle.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a program left behind.
 *
 * @param status its exit status
 */
public record Ran(int status, String out, String err) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String OUR_LINE = "heddle: http://127\\.0\\.0\\.1:\\d+/metrics.*";

  /** The same, but for one line of ours on stderr, which says where the metrics are. */
  public void assertServedBeside(Ran bare) {
    assertThat(ours()).as("our lines").singleElement().asString().matches(OUR_LINE);
    assertSameBeside(bare);
  }

  /** The same, but for one line of ours on stderr, which says why Heddle is off. */
  public String assertOffBeside(Ran bare) {
    assertThat(ours()).as("our lines").singleElement().asString().startsWith("heddle: off, ");
    assertSameBeside(bare);
    return ours().get(0);
  }

  /** The same, whatever Heddle said. */
  public void assertSameBeside(Ran bare) {
    assertThat(status).as("exit status, stderr %s", err).isEqualTo(bare.status);
    assertThat(out).isEqualTo(bare.out);
    assertThat(others()).isEqualTo(bare.others());
  }

  /** The lines of Heddle on stderr. */
  public List<String> ours() {
    return err.lines().filter(Ran::isOurs).toList();
  }

  /** All other lines on stderr, but for the JVM's own about the variable that names the agent. */
  public List<String> others() {
    return err.lines().filter(line -> !isOurs(line) && !isPickedUp(line)).toList();
  }

  private static boolean isOurs(String line) {
    return line.startsWith("heddle: ") || line.contains(" heddle - ");
  }

  private static boolean isPickedUp(String line) {
    return line.startsWith("Picked up JAVA_TOOL_OPTIONS: -javaagent:");
  }

  /** Runs any program to its end, 60 s at most. */
  public static Ran of(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    return in(Path.of("").toAbsolutePath(), command, environment, PATIENCE);
  }

  /** Runs any program to its end. */
  public static Ran of(List<String> command, Map<String, String> environment, Duration patience)
      throws IOException, InterruptedException {
    return in(Path.of("").toAbsolutePath(), command, environment, patience);
  }

  /** Runs any program in a working directory to its end, 60 s at most. */
  public static Ran in(Path directory, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    return in(directory, command, environment, PATIENCE);
  }

  private static Ran in(
      Path directory, List<String> command, Map<String, String> environment, Duration patience)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("heddle-it", ".out");
    Path err = Files.createTempFile("heddle-it", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      boolean ended = process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).as("%s ends within %s", command, patience).isTrue();
      return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  public static Ran of(Path program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return of(command, Map.of());
  }
}
