package io.heddle.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The demo that the documentation shows first. */
class DemoIT {
  @TempDir Path scratch;

  @ParameterizedTest
  @MethodSource("io.heddle.it.Jdk#all")
  void shouldShowALiveTableAndEnd(Jdk jdk) throws Exception {
    assumeTrue(Files.isExecutable(jdk.tool("javac")), "the demo needs javac");
    Path out = scratch.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(Path.of("..", "bin", "demo").toString(), "--seconds", "8");
    builder.environment().put("JAVA_HOME", jdk.home().toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.redirectErrorStream(true).redirectOutput(out.toFile());
    Process demo = builder.start();
    try {
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
      if (Podman.missing().isEmpty()) {
        assertThat(text).containsPattern("(?m)^exec heddle/busybox container +[1-9]");
        assertThat(text).containsPattern("(?m)^exec echo container +[1-9]");
      }
    } finally {
      demo.descendants().forEach(ProcessHandle::destroyForcibly);
      demo.destroyForcibly();
    }
  }
}
