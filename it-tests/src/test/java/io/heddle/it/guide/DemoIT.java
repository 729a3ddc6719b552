package io.heddle.it.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.external.Podman;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The demo that the documentation shows first. */
@Tag("alone")
class DemoIT {
  @TempDir Path scratch;

  private static final List<String> OXIOS =
      List.of(
          "active_sessions",
          "agents_completed_total",
          "agents_failed_total",
          "agents_forked_total",
          "agents_running",
          "exec_duration_seconds",
          "exec_total",
          "llm_calls_total",
          "llm_circuit_breaker_state",
          "llm_duration_seconds",
          "llm_errors_total",
          "memory_entries",
          "memory_recall_total",
          "messages_processed_total",
          "orchestration_duration_seconds",
          "phase_duration_seconds",
          "tool_calls_total",
          "tool_duration_seconds",
          "tool_errors_total");

  private static final Pattern ADDRESS =
      Pattern.compile("(?m)^metrics: (http://127\\.0\\.0\\.1:\\d+)/metrics$");

  /** Scrapes the demo until all of them are there, as somebody would who looks at it. */
  private static void assertEveryMetricIsSeen(Process demo, Path out) throws Exception {
    String text = "";
    while (!demo.waitFor(100, TimeUnit.MILLISECONDS)) {
      Matcher address = ADDRESS.matcher(Files.readString(out));
      if (address.find()) {
        try {
          text = JavaProcess.get(address.group(1), "/metrics", "text/plain");
        } catch (IOException e) {
          // it has just ended, or is so busy that it gave up this answer: the loop knows which
        }
        String seen = text;
        if (OXIOS.stream().allMatch(name -> seen.contains("# TYPE oxios_" + name + " "))) {
          return;
        }
      }
    }
    for (String name : OXIOS) {
      assertThat(text).contains("# TYPE oxios_" + name + " ");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("O11")
  void shouldShowALiveTableAndEnd(Jdk jdk) throws Exception {
    assumeTrue(Files.isExecutable(jdk.tool("javac")), "the demo needs javac");
    Path out = scratch.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(Path.of("..", "bin", "demo").toString(), "--seconds", "15");
    builder.environment().put("JAVA_HOME", jdk.home().toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.redirectErrorStream(true).redirectOutput(out.toFile());
    Process demo = builder.start();
    try {
      assertEveryMetricIsSeen(demo, out);
      // it may have to build the agent
      assertThat(demo.waitFor(5, TimeUnit.MINUTES)).isTrue();
      String text = Files.readString(out);
      assertThat(demo.exitValue()).as(text).isZero();
      assertThat(text).containsPattern("(?m)^metrics: http://127\\.0\\.0\\.1:\\d+/metrics$");
      assertThat(text).containsPattern("(?m)^exec true subprocess +[1-9]");
      assertThat(text).containsPattern("(?m)^exec sleep subprocess .*[1-9]");
      assertThat(text).containsPattern("(?m)^tool search +[1-9]");
      assertThat(text).containsPattern("(?m)^call stock +[1-9]");
      assertThat(text).containsPattern("(?m)^phase checkout +[1-9]");
      assertThat(text).containsPattern("(?m)^exec shop wasm +[1-9]");
      assertThat(text).containsPattern("(?m)^tool find +[1-9]");
      assertThat(text).containsPattern("(?m)^llm scripted +[1-9]");
      assertThat(text).containsPattern("(?m)^agent +[1-9]");
      assertThat(text).containsPattern("(?m)^wasm +1 +0 +0 +1$");
      assertThat(text).containsPattern("(?m)^box container_init +1 +[0-9.]+$");
      assertThat(text).containsPattern("(?m)^orchestration remember +[1-9]");
      // one that works and writes, one that waits, each sampled
      assertThat(text)
          .containsPattern("(?m)^gzip +child +\\d+ +[1-9][0-9.]* .* [0-9.]+ +[1-9]\\d* +yes$");
      assertThat(text).containsPattern("(?m)^cat +child +\\d+ +0\\.0 .* [0-9.]+ +[1-9]\\d* +yes$");
      if (Podman.missing().isEmpty()) {
        assertThat(text).containsPattern("(?m)^exec heddle/busybox container +[1-9]");
        assertThat(text).containsPattern("(?m)^exec echo container +[1-9]");
        assertThat(text).containsPattern("(?m)^container +[1-9][0-9]* +0 +[0-9]+ +[0-9]+$");
        assertThat(text).containsPattern("(?m)^box box_spawn +[1-9]");
      }
    } finally {
      demo.descendants().forEach(ProcessHandle::destroyForcibly);
      demo.destroyForcibly();
    }
  }
}
