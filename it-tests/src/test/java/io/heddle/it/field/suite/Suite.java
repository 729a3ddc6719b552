package io.heddle.it.field.suite;

import java.util.ArrayList;
import java.util.List;

/**
 * A library and the tests that its authors publish.
 *
 * @param name of the artifact, of the directory in it-suites and in the names of both jars
 * @param packages globs of what is woven, tests included
 * @param leftOut patterns of test classes that are not run; docs/field.md has the reasons
 * @param least tests that pass without the agent, at the least
 */
record Suite(String name, List<String> packages, List<String> leftOut, int least) {
  // what the projects' own builds open
  private static final List<String> OPENED =
      List.of(
          "java.io",
          "java.lang",
          "java.lang.reflect",
          "java.net",
          "java.time",
          "java.time.chrono",
          "java.util",
          "java.util.concurrent",
          "java.util.regex");

  /** The suite of the short mode: without the tests that take nearly all of its time. */
  static Suite csv() {
    return of(
        "commons-csv",
        "org.apache.commons.csv.**",
        800,
        ".*\\.PerformanceTest",
        ".*\\.JiraCsv198Test",
        ".*\\.CSVPrinterTest");
  }

  /** The suites of the long mode. */
  static List<Suite> others() {
    return List.of(
        of("commons-collections4", "org.apache.commons.collections4.**", 13_000),
        of(
            "commons-lang3",
            "org.apache.commons.lang3.**",
            9_000,
            ".*\\.FastDateParser.*",
            ".*\\.Java15BugFastDateParserTest",
            ".*\\.FastDate.*",
            ".*\\.DurationFormatUtilsTest",
            ".*\\.LockingVisitorsTest",
            ".*\\.ClassUtilsOssFuzzTest",
            ".*\\.ToStringStyleConcurrencyTest",
            ".*\\.ExtendedMessageFormatTest"),
        of("commons-exec", "org.apache.commons.exec.**", 100),
        of(
            "commons-io",
            "org.apache.commons.io.**",
            3_000,
            ".*\\.BufferedFileChannelInputStreamTest"),
        of(
            "commons-text",
            "org.apache.commons.text.**",
            800,
            ".*\\.DoubleFormatTest",
            ".*\\.ParsedDecimalTest",
            ".*\\.ExtendedMessageFormatTest"));
  }

  private static Suite of(String name, String glob, int least, String... leftOut) {
    return new Suite(name, List.of(glob), List.of(leftOut), least);
  }

  static String[] options() {
    List<String> options = new ArrayList<>(List.of("-Xmx1g", "-XX:+EnableDynamicAgentLoading"));
    for (String opened : OPENED) {
      options.add("--add-opens");
      options.add("java.base/" + opened + "=ALL-UNNAMED");
    }
    return options.toArray(new String[0]);
  }

  @Override
  public String toString() {
    return name;
  }
}
