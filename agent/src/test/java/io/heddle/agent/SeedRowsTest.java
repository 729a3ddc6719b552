package io.heddle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/internal/seeds.md} lists every row of the systems that Heddle grew from, and its
 * tests.
 */
class SeedRowsTest {
  // tests run in the module's directory
  private static final Path ROOT = Path.of("..");
  private static final Pattern ROW = Pattern.compile("\\| ([BSOT](?:-D)?\\d+) \\|.*");
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

  /**
   * What looks like a row, misspelt ones too, and not a tag like {@code slow} or {@code vector-4}.
   */
  private static final Pattern TAGGED = Pattern.compile("@Tag\\(\"([A-Z][A-Z-]*\\d+)\"\\)");

  /** A method that is named after rows, or after one of the golden vectors. */
  private static final Pattern AFTER_ROWS =
      Pattern.compile("void (?:[bsot]d?\\d|vector\\d)\\w*\\(");

  private static List<String> lines() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/internal/seeds.md"));
  }

  /** All tests of all modules, their text by the name of the class. */
  private static Map<String, String> tests() throws IOException {
    Map<String, String> texts = new HashMap<>();
    for (String module : List.of("api", "bootstrap", "exporter", "agent", "it-tests")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(SeedRowsTest::isTest).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          // two classes of one name: either may have the method
          texts.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    assertThat(texts).hasSizeGreaterThan(50);
    return texts;
  }

  private static boolean isTest(Path file) {
    return file.toString().endsWith("Test.java") || file.toString().endsWith("IT.java");
  }

  private static List<String> upTo(String prefix, int last) {
    List<String> rows = new ArrayList<>();
    for (int i = 1; i <= last; i++) {
      rows.add(prefix + i);
    }
    return rows;
  }

  @Test
  void shouldListEveryRowOnceInItsOrder() throws IOException {
    List<String> expected = new ArrayList<>();
    expected.addAll(upTo("B", 28));
    expected.addAll(upTo("B-D", 12));
    expected.addAll(upTo("S", 31));
    expected.addAll(upTo("S-D", 24));
    expected.addAll(upTo("O", 12));
    expected.addAll(upTo("O-D", 15));
    expected.addAll(upTo("T", 11));
    expected.addAll(upTo("T-D", 6));
    List<String> listed = new ArrayList<>();
    for (String line : lines()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        listed.add(row.group(1));
      }
    }
    assertThat(listed).isEqualTo(expected);
  }

  @Test
  void shouldNameATestForEachRowOrSayWhyThereIsNone() throws IOException {
    for (String line : lines()) {
      if (ROW.matcher(line).matches()) {
        boolean named = NAMED.matcher(line).find();
        assertThat(named || line.contains("no test: ")).as(line).isTrue();
      }
    }
  }

  @Test
  void shouldNameTestsThatExist() throws IOException {
    Map<String, String> tests = tests();
    List<String> missing = new ArrayList<>();
    int found = 0;
    for (String line : lines()) {
      Matcher named = NAMED.matcher(line);
      while (named.find()) {
        found++;
        String text = tests.getOrDefault(named.group(1), "");
        if (!text.contains(" void " + named.group(2) + "(")) {
          missing.add(named.group());
        }
      }
    }
    assertThat(found).isGreaterThan(60);
    assertThat(missing).isEmpty();
  }

  @Test
  void shouldKnowEveryRowThatATestIsTaggedWith() throws IOException {
    String listed = String.join("\n", lines());
    List<String> unknown = new ArrayList<>();
    int found = 0;
    for (Map.Entry<String, String> test : tests().entrySet()) {
      Matcher tag = TAGGED.matcher(test.getValue());
      while (tag.find()) {
        found++;
        if (!listed.contains("| " + tag.group(1) + " |")) {
          unknown.add(test.getKey() + ": " + tag.group());
        }
      }
    }
    assertThat(found).isGreaterThan(100);
    assertThat(unknown).isEmpty();
  }

  @Test
  void shouldNotNameATestAfterItsRows() throws IOException {
    List<String> named = new ArrayList<>();
    for (Map.Entry<String, String> test : tests().entrySet()) {
      Matcher method = AFTER_ROWS.matcher(test.getValue());
      while (method.find()) {
        named.add(test.getKey() + ": " + method.group());
      }
    }
    assertThat(named).isEmpty();
  }
}
