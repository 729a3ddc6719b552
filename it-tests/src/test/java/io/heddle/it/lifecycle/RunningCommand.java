package io.heddle.it.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A command of the packaged jar that runs in the background. */
final class RunningCommand implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 300;

  private final Process process;
  private final Path out;
  private final Path err;

  private RunningCommand(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static RunningCommand start(Jdk jdk, Object... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(jdk.java().toString(), "-jar", JavaProcess.JAR.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = Files.createTempFile("heddle-it", ".out");
    Path err = Files.createTempFile("heddle-it", ".err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return new RunningCommand(
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
  }

  /** Waits until a line on stderr is what the pattern says. */
  void awaitStderrLine(String line) {
    Pattern pattern = Pattern.compile("^" + line + "$", Pattern.MULTILINE);
    Await.until(() -> Files.readString(err), text -> pattern.matcher(text).find());
  }

  /** Waits for the end of the command. */
  ProcessResult awaitResult() throws IOException, InterruptedException {
    assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    return new ProcessResult(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Waits for the end, asserts exit status 0 and returns the output. */
  String awaitSuccess() throws IOException, InterruptedException {
    try (this) {
      ProcessResult result = awaitResult();
      assertThat(result.status()).as(result.toString()).isZero();
      return result.out();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(out);
    Files.deleteIfExists(err);
  }
}
