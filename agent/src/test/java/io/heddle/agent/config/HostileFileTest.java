package io.heddle.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFileTest {
  // 200 ms is the promise; a loaded machine gets more
  private static final Duration SOON = Duration.ofSeconds(3);

  @TempDir private Path directory;

  private String refusal(byte[] content) throws IOException {
    Path file = Files.write(directory.resolve("h.yaml"), content);
    return refusalOf(file).substring(file.toString().length());
  }

  private static String refusalOf(Path file) {
    return assertTimeoutPreemptively(SOON, () -> Loading.refusal("config=" + file));
  }

  @Test
  void shouldRefuseMissingFile() {
    Path file = directory.resolve("none.yaml");
    assertThat(refusalOf(file))
        .isEqualTo(file + ": no such file; name an existing YAML file with config=PATH");
  }

  @Test
  void shouldRefuseDirectoryAndDevice() {
    assertThat(refusalOf(directory)).contains("is a directory");
    assertThat(refusalOf(Path.of("/dev/zero"))).contains("is not a regular file");
    assertThat(Loading.refusal("config=a\0b")).contains("is not a path");
  }

  @Test
  void shouldRefuseHugeFileUnread() throws IOException {
    Path file = directory.resolve("huge.yaml");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(100L << 20);
    }
    assertThat(refusalOf(file))
        .isEqualTo(file + ": is larger than 1 MB, the most that a" + " configuration may have");
  }

  @Test
  void shouldRefuseBillionLaughs() throws IOException {
    StringBuilder yaml = new StringBuilder("a: &a0 [ lol, lol ]\n");
    for (int i = 1; i < 30; i++) {
      yaml.append("b").append(i).append(": &a").append(i).append(" [ *a").append(i - 1);
      yaml.append(", *a").append(i - 1).append(" ]\n");
    }
    assertThat(refusal(yaml.toString().getBytes(StandardCharsets.UTF_8)))
        .contains("aliases stand for more than 10000 nodes");
  }

  @Test
  void shouldRefuseAliasInsideItself() throws IOException {
    assertThat(refusal("a: &a [ *a ]".getBytes(StandardCharsets.UTF_8))).startsWith(":1:9: ");
  }

  @ParameterizedTest
  @MethodSource("deep")
  void shouldRefuseDeepNesting(String opening) throws IOException {
    assertThat(refusal(opening.getBytes(StandardCharsets.UTF_8))).contains("nested deeper than 32");
  }

  static String[] deep() {
    return new String[] {"[".repeat(500_000), "{a: ".repeat(200_000), "- ".repeat(400_000)};
  }

  @Test
  void shouldNameControlCharactersByPosition() throws IOException {
    assertThat(refusal("log: info\nprefix: a\0b".getBytes(StandardCharsets.UTF_8)))
        .startsWith(":2:10: a control character");
  }

  @Test
  void shouldRefuseOtherEncodings() throws IOException {
    assertThat(refusal("log: info".getBytes(StandardCharsets.UTF_16)))
        .startsWith(":1:1: ")
        .contains("UTF-16");
    byte[] latin = "log: info\nprefix: \u00e9 x".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(refusal(latin)).startsWith(":2:9: is not UTF-8 here");
  }

  @Test
  void shouldAnswerSomethingForEveryTruncation() throws IOException {
    String yaml =
        """
        rules: [ { id: a, type: "x.*", method: 'f(int, long)', labels: { rule: $1 } } ]
        families: { a: { help: text, buckets: [ 1, 2 ] } }
        """;
    Path file = directory.resolve("cut.yaml");
    for (int i = 0; i <= yaml.length(); i++) {
      Files.writeString(file, yaml.substring(0, i));
      assertThat(ConfigCheck.check(file).problems()).hasSizeLessThan(5);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "log: \"\\UFFFFFFFF\"",
        "log: \"\\uD800\"",
        "log: \"\\x0\"",
        "%YAML 99999999999.1\n--- {}",
        "%YAML 2.0\n--- { log: x }",
        "%TAG ! tag:x,2000:\n--- !a { }",
        "&a : *a",
        "log: |9\n  x",
        "log: |\n x",
        "!!binary log: x"
      })
  void shouldRefuseOddities(String yaml) throws IOException {
    assertThat(refusal(yaml.getBytes(StandardCharsets.UTF_8))).matches(":[12]:\\d+: .+");
  }

  @Test
  void shouldAnswerEveryMutation() throws IOException {
    String yaml = ConfigFileTest.CONTRACT;
    String signs = "*&!|>{}[],:?-#%@`'\"\\\n\t $0";
    Random random = new Random(42);
    Path file = directory.resolve("mutated.yaml");
    for (int i = 0; i < 2000; i++) {
      StringBuilder mutated = new StringBuilder(yaml);
      for (int j = random.nextInt(3); j >= 0; j--) {
        char sign = signs.charAt(random.nextInt(signs.length()));
        mutated.setCharAt(random.nextInt(mutated.length()), sign);
      }
      Files.writeString(file, mutated);
      for (String problem : ConfigCheck.check(file).problems()) {
        assertThat(problem.substring(file.toString().length())).matches("(?s):\\d+:\\d+: .+");
      }
    }
  }

  @Test
  void shouldSurviveManyBrokenRules() throws IOException {
    String yaml = "rules:\n" + "- { id: '!', type: 5 5 }\n".repeat(30_000);
    Path file = Files.writeString(directory.resolve("many.yaml"), yaml);
    assertTimeoutPreemptively(
        SOON, () -> assertThat(ConfigCheck.check(file).problems()).hasSize(100));
  }
}
