package io.heddle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No file above 400 lines, no method above 60, no package above 20 files, in the sources and tests
 * of any module.
 */
class SourceSizeTest {
  private static final int FILE = 400;
  private static final int METHOD = 60;
  private static final int PACKAGE = 20;

  // formatted code: a body opens at the end of a line that holds or ends a parameter list
  private static final Pattern OPENS =
      Pattern.compile(
          "^(\\s*)(?!(?:if|for|while|switch|catch|try|synchronized|else|return)\\b|.*\\brecord |\\}).*\\)(?: throws [^;{]*)? \\{$|^(\\s*)throws [^;]*\\{$");

  private static List<Path> sources() throws IOException {
    // tests run in the module's directory
    Path root = Path.of("..");
    assertThat(root.resolve("bootstrap/src/main")).isDirectory();
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.filter(SourceSizeTest::hasSources).toList()) {
        try (Stream<Path> files = Files.walk(module.resolve("src"))) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
        }
      }
    }
    assertThat(found).hasSizeGreaterThan(500);
    assertThat(found).anyMatch(file -> file.startsWith("../it-tests/src/test/java"));
    return found;
  }

  private static boolean hasSources(Path module) {
    return Files.isRegularFile(module.resolve("pom.xml"))
        && Files.isDirectory(module.resolve("src"));
  }

  @Test
  void shouldKeepFilesShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources()) {
      int lines = Files.readAllLines(file).size();
      if (lines > FILE) {
        tooLong.add(file.getFileName() + ": " + lines);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void shouldKeepPackagesSmall() throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    for (Path file : sources()) {
      files.merge(String.valueOf(file.getParent()), 1, Integer::sum);
    }
    files.values().removeIf(count -> count <= PACKAGE);
    assertThat(files).isEmpty();
  }

  @Test
  void shouldKeepMethodsShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    int methods = 0;
    for (Path file : sources()) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (OPENS.matcher(lines.get(i)).matches() && !isRecord(lines, i)) {
          methods++;
          int length = length(lines, i);
          if (length > METHOD) {
            tooLong.add(file.getFileName() + ":" + (i + 1) + ": " + length);
          }
        }
      }
    }
    assertThat(methods).isGreaterThan(500);
    assertThat(tooLong).isEmpty();
  }

  /** True for the end of the components of a record in lines of their own. */
  private static boolean isRecord(List<String> lines, int line) {
    int first = line;
    while (first > 0 && lines.get(first - 1).endsWith(",")) {
      first--;
    }
    return first > 0 && lines.get(first - 1).matches(".*\\brecord \\w+(<.*>)?\\($");
  }

  /**
   * From the line that opens a body to the first brace that is indented as its statements less 2.
   */
  private static int length(List<String> lines, int open) {
    int depth = 0;
    for (int i = open; i < lines.size(); i++) {
      String line = lines.get(i).replaceAll("\"(\\\\.|[^\"\\\\])*\"|'(\\\\.|[^'\\\\])*'|//.*", "");
      for (int c = 0; c < line.length(); c++) {
        depth += line.charAt(c) == '{' ? 1 : line.charAt(c) == '}' ? -1 : 0;
      }
      if (depth <= 0) {
        return i - open + 1;
      }
    }
    throw new AssertionError("a body that does not end, line " + (open + 1));
  }
}
