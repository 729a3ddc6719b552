package io.heddle.it.field.suite;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * What the module it-suites has fetched into one of its directories.
 *
 * @param directory where the jars are
 */
public record Fetched(Path directory) {
  private static final Path ALL = Path.of("..", "it-suites", "target").toAbsolutePath().normalize();

  /**
   * A directory such as {@code suites/commons-csv}. Skips the test, with a line that says so, if it
   * is not there.
   */
  public static Fetched from(String name) {
    Path directory = ALL.resolve(name);
    boolean there = Files.isDirectory(directory);
    if (!there) {
      System.out.println(
          "skipped: " + name + " (not fetched: mvn package -pl it-suites -Dheddle.long=true)");
    }
    Assumptions.assumeTrue(there, () -> name + " is not fetched");
    return new Fetched(directory);
  }

  /** All jars, in the order of their names. */
  List<Path> jars() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The one jar whose name begins and ends so. */
  public Path jar(String begin, String end) {
    List<Path> found =
        jars().stream()
            .filter(jar -> String.valueOf(jar.getFileName()).startsWith(begin))
            .filter(jar -> String.valueOf(jar.getFileName()).endsWith(end))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(begin + "*" + end + " in " + directory + ": " + found);
    }
    return found.get(0);
  }

  /** A class path of the applications of this package and of all jars. */
  String classPath() {
    return classPath(Path.of("target", "test-classes").toAbsolutePath());
  }

  /** A class path of these classes and of all jars. */
  String classPath(Path classes) {
    return Stream.concat(Stream.of(classes), jars().stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
