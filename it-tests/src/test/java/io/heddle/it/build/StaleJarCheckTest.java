package io.heddle.it.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaleJarCheckTest {
  private static final String AGENT = "agent/target/heddle-agent.jar";
  private static final String API = "api/target/heddle-api.jar";
  private static final Instant BUILT = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path root = Path.of("");

  /** A project right after a build: each jar is as new as the newest of its sources, or newer. */
  @BeforeEach
  void build() throws IOException {
    for (String source :
        new String[] {
          "api/src/main/java/Api.java",
          "bootstrap/src/main/java/Boot.java",
          "exporter/src/main/java/Server.java",
          "agent/src/main/java/Agent.java",
          "agent/src/main/resources/packs/quartz.yaml"
        }) {
      write(source, BUILT.minusSeconds(60));
    }
    write("agent/src/main/java/Same.java", BUILT);
    write(AGENT, BUILT);
    write(API, BUILT.minusSeconds(30));
  }

  @Test
  void shouldTakeWhatWasBuiltAfterItsSources() throws IOException {
    assertThat(StaleJarCheck.problem(root, "QuartzIT")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bootstrap/src/main/java/Boot.java",
        "exporter/src/main/java/Server.java",
        "agent/src/main/java/Agent.java",
        "agent/src/main/resources/packs/quartz.yaml"
      })
  void shouldRefuseAnAgentThatIsOlderThanASource(String source) throws IOException {
    write(source, BUILT.plusSeconds(1));
    assertThat(StaleJarCheck.problem(root, "QuartzIT"))
        .isEqualTo(AGENT + " is older than " + source + ": run bin/it QuartzIT");
  }

  @Test
  void shouldRefuseAnApiThatIsOlderThanASource() throws IOException {
    write("api/src/main/java/Api.java", BUILT.minusSeconds(1));
    assertThat(StaleJarCheck.problem(root, "ApiIT"))
        .isEqualTo(API + " is older than api/src/main/java/Api.java: run bin/it ApiIT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent/src/test/java/AgentTest.java", "agent/pom.xml", "docs/packs.md"})
  void shouldIgnoreWhatIsNoMainSource(String file) throws IOException {
    write(file, BUILT.plusSeconds(1));
    assertThat(StaleJarCheck.problem(root, "QuartzIT")).isNull();
  }

  @Test
  void shouldSayThatAJarIsMissing() throws IOException {
    Files.delete(root.resolve(AGENT));
    assertThat(StaleJarCheck.problem(root, "QuartzIT"))
        .isEqualTo("there is no " + AGENT + ": run bin/it QuartzIT");
  }

  private void write(String path, Instant time) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, path);
    Files.setLastModifiedTime(file, FileTime.from(time));
  }
}
