package io.heddle.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PackParserTest {
  private static final String JDK =
      """
      pack: jdk
      library: java.lang.Process
      versions: 17 to 25
      counts: child processes
      labels: [ "runner: subprocess", "name: program" ]
      trigger: java.lang.ProcessBuilder
      rules:
        - id: jdk.exit
          type: java.lang.ProcessImpl
          method: lambda$initStreams$*
          adapter: process-exit
        - id: jdk.tool
          type: java.lang.invoke.X
          family: tool
          labels: { tool: $return.name }
      """;

  @Test
  void shouldReadPack() throws ConfigException {
    PackSpec pack = PackParser.parse("jdk.yaml", JDK);
    assertThat(pack.name()).isEqualTo("jdk");
    assertThat(pack.library()).isEqualTo("java.lang.Process");
    assertThat(pack.versions()).isEqualTo("17 to 25");
    assertThat(pack.counts()).isEqualTo("child processes");
    assertThat(pack.labels()).hasSize(2);
    assertThat(pack.trigger()).isEqualTo("java.lang.ProcessBuilder");
    assertThat(pack.rules()).hasSize(2);
    assertThat(pack.rules().get(0).pack().adapter()).isEqualTo("process-exit");
    assertThat(pack.rules().get(1).pack().adapter()).isNull();
  }

  @Test
  void shouldReadEveryPackOfTheJar() throws Exception {
    URL packs = Objects.requireNonNull(PackParser.class.getResource("/packs"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(packs.toURI()), "*.yaml")) {
      for (Path file : files) {
        PackSpec pack = PackParser.parse(file.toString(), Files.readString(file));
        assertThat(file).hasFileName(pack.name() + ".yaml");
      }
    }
  }

  @Test
  void shouldNameWhatIsMissingOrUnknown() {
    assertThatThrownBy(() -> PackParser.parse("x.yaml", JDK.replace("counts:", "count:")))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems().toString())
                    .contains("x.yaml:1:1: a pack needs counts")
                    .contains("x.yaml:4:1: unknown key 'count'; did you mean 'counts'?"));
    assertThatThrownBy(() -> PackParser.parse("x.yaml", "pack: a"))
        .hasMessageContaining("x.yaml:1:1: a pack needs library");
  }
}
