package io.heddle.it.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A command of the packaged jar that may take long, and is looked at meanwhile. */
final class Asked implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 300;

  private final Process process;
  private final Path out;
  private final Path err;

  private Asked(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static Asked of(Jdk jdk, Object... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(jdk.java().toString(), "-jar", JavaProcess.JAR.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = Files.createTempFile("heddle-it", ".out");
    Path err = Files.createTempFile("heddle-it", ".err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return new Asked(
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
  }

  /** Waits until a line on stderr is what the pattern says. */
  void awaitErr(String line) {
    Pattern pattern = Pattern.compile("^" + line + "$", Pattern.MULTILINE);
    Await.until(() -> Files.readString(err), text -> pattern.matcher(text).find());
  }

  /** Waits for the end. */
  Ran ran() throws IOException, InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Waits for the end, which is that of success, and returns the answer. */
  String done() throws IOException, InterruptedException {
    try (this) {
      Ran ran = ran();
      assertThat(ran.status()).as(ran.toString()).isZero();
      return ran.out();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(out);
    Files.deleteIfExists(err);
  }
}
