package io.heddle.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A JDK to fork: the one that runs the tests, and a JDK 25 where one is found.
 *
 * @param feature its release, 17 or 25
 * @param home its directory
 */
public record Jdk(int feature, Path home) {
  public Path java() {
    return home.resolve("bin/java");
  }

  public Path tool(String name) {
    return home.resolve("bin").resolve(name);
  }

  public static Jdk current() {
    return new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
  }

  /** For {@code @MethodSource("io.heddle.it.harness.Jdk#all")}. */
  public static List<Jdk> all() throws IOException {
    List<Jdk> all = new ArrayList<>();
    all.add(current());
    if (Boolean.getBoolean("heddle.fast")) {
      return all;
    }
    String named = System.getenv("HEDDLE_TEST_JDK25");
    Path lib = Path.of("/usr/lib/jvm");
    if (named != null) {
      all.add(new Jdk(25, Path.of(named)));
    } else if (current().feature() != 25 && Files.isDirectory(lib)) {
      try (Stream<Path> homes = Files.list(lib)) {
        homes
            .filter(home -> home.getFileName().toString().contains("25"))
            .filter(home -> Files.isExecutable(home.resolve("bin/java")))
            .findFirst()
            .ifPresent(home -> all.add(new Jdk(25, home)));
      }
    }
    return all;
  }

  /** For tests that take long on each JDK: the newest one, and all in the long mode. */
  public static List<Jdk> newest() throws IOException {
    List<Jdk> all = all();
    return Boolean.getBoolean("heddle.long") ? all : all.subList(all.size() - 1, all.size());
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }
}
