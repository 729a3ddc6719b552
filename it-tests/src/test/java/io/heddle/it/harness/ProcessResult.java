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
 * The exit status and the output of a program that has ended.
 *
 * @param status its exit status
 */
public record ProcessResult(int status, String out, String err) {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final String SERVING_LINE = "heddle: http://127\\.0\\.0\\.1:\\d+/metrics.*";

  /** Asserts the same result, but for one line of the agent that says where the metrics are. */
  public void assertServedBeside(ProcessResult bare) {
    assertThat(agentLines())
        .as("lines of the agent")
        .singleElement()
        .asString()
        .matches(SERVING_LINE);
    assertSameBeside(bare);
  }

  /** Asserts the same result, but for one line of the agent, which says why Heddle is off. */
  public String assertOffBeside(ProcessResult bare) {
    assertThat(agentLines())
        .as("lines of the agent")
        .singleElement()
        .asString()
        .startsWith("heddle: off, ");
    assertSameBeside(bare);
    return agentLines().get(0);
  }

  /** Asserts the same result, whatever lines the agent wrote to stderr. */
  public void assertSameBeside(ProcessResult bare) {
    assertThat(status).as("exit status, stderr %s", err).isEqualTo(bare.status);
    assertThat(out).isEqualTo(bare.out);
    assertThat(foreignLines()).isEqualTo(bare.foreignLines());
  }

  /** The lines that the agent wrote to stderr. */
  public List<String> agentLines() {
    return err.lines().filter(ProcessResult::isAgentLine).toList();
  }

  /** All other lines on stderr, but for the JVM's own about JAVA_TOOL_OPTIONS. */
  public List<String> foreignLines() {
    return err.lines().filter(line -> !isAgentLine(line) && !isJvmLine(line)).toList();
  }

  private static boolean isAgentLine(String line) {
    return line.startsWith("heddle: ") || line.contains(" heddle - ");
  }

  private static boolean isJvmLine(String line) {
    return line.startsWith("Picked up JAVA_TOOL_OPTIONS: -javaagent:");
  }

  /** Runs any program to its end, 60 s at most. */
  public static ProcessResult of(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    return inDirectory(Path.of("").toAbsolutePath(), command, environment, TIMEOUT);
  }

  /** Runs any program to its end. */
  public static ProcessResult of(
      List<String> command, Map<String, String> environment, Duration timeout)
      throws IOException, InterruptedException {
    return inDirectory(Path.of("").toAbsolutePath(), command, environment, timeout);
  }

  /** Runs any program in a working directory to its end, 60 s at most. */
  public static ProcessResult inDirectory(
      Path directory, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    return inDirectory(directory, command, environment, TIMEOUT);
  }

  private static ProcessResult inDirectory(
      Path directory, List<String> command, Map<String, String> environment, Duration timeout)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("heddle-it", ".out");
    Path err = Files.createTempFile("heddle-it", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      boolean ended = process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).as("%s ends within %s", command, timeout).isTrue();
      return new ProcessResult(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  public static ProcessResult of(Path program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return of(command, Map.of());
  }
}
