package io.heddle.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacksCommandTest {
  private static final PacksCommand.PackReader READER =
      (fileName, yaml) ->
          new PacksCommand.Row(
              fileName, new String(yaml.readAllBytes(), StandardCharsets.UTF_8), "1 to 2", "runs");

  private final Session session = new Session();

  @Test
  void shouldShowEachPackOnce() {
    Map<String, String> jar =
        Map.of(
            "packs/index",
            "exec.yaml\tjava.lang.ProcessImpl\nexec.yaml\tjava.lang.Process\nmcp.yaml\tio.Mcp\n",
            "packs/exec.yaml",
            "JDK",
            "packs/mcp.yaml",
            "MCP SDK");
    assertThat(session.run(new PacksCommand(name -> open(jar, name), READER))).isEqualTo(0);
    assertThat(session.out())
        .containsExactly(
            "NAME       LIBRARY  VERSIONS  COUNTS",
            "exec.yaml  JDK      1 to 2    runs",
            "mcp.yaml   MCP SDK  1 to 2    runs");
  }

  @Test
  void shouldSayThatTheIndexIsMissing() {
    assertThat(session.run(new PacksCommand(name -> null, READER))).isEqualTo(1);
    assertThat(session.err())
        .containsExactly("The packs of this jar cannot be read: there is no packs/index.");
  }

  private static @Nullable InputStream open(Map<String, String> jar, String name) {
    String text = jar.get(name);
    return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
