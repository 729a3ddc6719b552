package io.heddle.it.harness.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The linter of Prometheus for its text format. */
public final class Promtool {
  private Promtool() {}

  /** Parses and lints it; fails unless it is accepted without a complaint. */
  public static void accepts(String metrics) throws IOException, InterruptedException {
    Path in = Files.createTempFile("heddle-it", ".prom");
    Path out = Files.createTempFile("heddle-it", ".lint");
    try {
      Files.writeString(in, metrics, StandardCharsets.UTF_8);
      Process process =
          new ProcessBuilder("promtool", "check", "metrics")
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectErrorStream(true)
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(out)).as("promtool check metrics").isEmpty();
      assertThat(process.exitValue()).as("promtool check metrics").isZero();
    } finally {
      Files.delete(in);
      Files.delete(out);
    }
  }
}
