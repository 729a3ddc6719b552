package io.heddle.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.pack.PackFiles;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacksCommandTest {
  private final Session session = new Session();
  private final Map<String, String> jar = new HashMap<>();
  private final PacksCommand command = new PacksCommand(new PackFiles(this::open));

  @Test
  void shouldShowEachPackOnce() {
    jar.put("packs/index", "one.yaml\ttype\ta.B\none.yaml\ttype\ta.C\ntwo.yaml\ttype\ta.D\n");
    jar.put("packs/one.yaml", pack("one", "Library One"));
    jar.put("packs/two.yaml", pack("two", "Two"));
    assertThat(session.run(command)).isEqualTo(0);
    assertThat(session.out())
        .containsExactly(
            "NAME  LIBRARY      VERSIONS  COUNTS",
            "one   Library One  1 to 2    every call",
            "two   Two          1 to 2    every call");
  }

  @Test
  void shouldSayThatAPackIsBroken() {
    jar.put("packs/index", "one.yaml\ttype\ta.B\n");
    jar.put("packs/one.yaml", "pack: one\n");
    assertThat(session.run(command)).isEqualTo(1);
    assertThat(session.err()).hasSize(1);
    assertThat(session.err().get(0)).startsWith("The packs of this jar cannot be read: one.yaml:");
  }

  @Test
  void shouldSayThatTheIndexIsMissing() {
    assertThat(session.run(command)).isEqualTo(1);
    assertThat(session.err())
        .containsExactly("The packs of this jar cannot be read: there is no packs/index.");
  }

  private static String pack(String name, String library) {
    return String.join(
        "\n",
        "pack: " + name,
        "library: " + library,
        "versions: 1 to 2",
        "counts: every call",
        "rules: [ { id: " + name + ", type: a.B, method: run } ]",
        "");
  }

  private @Nullable InputStream open(String name) {
    String text = jar.get(name);
    return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
