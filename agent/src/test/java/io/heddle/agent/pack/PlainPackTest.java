package io.heddle.agent.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PlainPackTest {
  @Test
  void shouldReadWhatItWritesOfThePackOfChildProcesses() throws Exception {
    PackSpec pack = pack("jdk-process.yaml");
    String text = Objects.requireNonNull(PlainPack.write(pack));
    assertThat(text.lines()).hasSize(2 + pack.rules().size());
    assertThat(PlainPack.read(text)).isEqualTo(pack);
  }

  @Test
  void shouldLeavePacksToYamlThatSayMore() throws Exception {
    assertThat(PlainPack.write(pack("quartz.yaml"))).isNull();
    PackSpec pack = pack("jdk-process.yaml");
    String yaml = text("jdk-process.yaml");
    String optional = yaml.replace("    event: kill", "    event: kill\n    optional: true");
    assertThat(PlainPack.write(PackParser.parse("p.yaml", optional))).isNull();
    String tab = yaml.replace("labels: [", "labels: [ \"a\\tb\",");
    assertThat(PlainPack.write(PackParser.parse("p.yaml", tab))).isNull();
    assertThat(PlainPack.write(pack)).isNotNull();
  }

  private static PackSpec pack(String file) throws Exception {
    return PackParser.parse(file, text(file));
  }

  private static String text(String file) throws IOException {
    try (InputStream in = PlainPackTest.class.getResourceAsStream("/packs/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
