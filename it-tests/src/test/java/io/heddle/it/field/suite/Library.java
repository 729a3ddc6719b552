package io.heddle.it.field.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A library whose classes are woven, all of them.
 *
 * @param name of its directory in it-suites
 * @param jars what the names of its jars begin with; other jars there are only needed by it
 * @param packages globs of what is woven
 * @param notInitialised a pattern of classes that are verified, but whose initialisers do not run;
 *     docs/field.md has the reasons
 * @param least methods that can be woven, at the least
 */
record Library(
    String name, List<String> jars, List<String> packages, String notInitialised, int least) {
  private static final String NONE = "-";

  static Library kotlin() {
    return of("kotlin-stdlib", "kotlin.**", 7_000);
  }

  static Library scala() {
    return of("scala-library", "scala.**", 32_000);
  }

  /** The libraries of the long mode. */
  static List<Library> others() {
    return List.of(
        of("kotlinx-coroutines", "kotlinx.**", 2_700),
        scala(),
        of("scala3-library", "scala.**", 1_800),
        of(
            "groovy",
            List.of("groovy.**", "org.apache.groovy.**", "org.codehaus.groovy.**"),
            26_000),
        new Library("spring", List.of("spring-"), List.of("org.springframework.**"), NONE, 15_000),
        new Library("netty", List.of("netty-"), List.of("io.netty.**"), NONE, 11_000),
        of("h2", "org.h2.**", 11_000));
  }

  private static Library of(String name, String glob, int least) {
    return of(name, List.of(glob), least);
  }

  private static Library of(String name, List<String> packages, int least) {
    return new Library(name, List.of(name), packages, NONE, least);
  }

  /** The jars whose classes are woven. */
  List<Path> wovenJars(Fetched fetched) {
    List<Path> woven = new ArrayList<>();
    for (Path jar : fetched.jars()) {
      String file = String.valueOf(jar.getFileName());
      if (jars.stream().anyMatch(file::startsWith)) {
        woven.add(jar);
      }
    }
    return woven;
  }

  @Override
  public String toString() {
    return name;
  }
}
