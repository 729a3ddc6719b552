package io.heddle.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs a JVM with the agent jar and reads from its log which classes of Heddle it loads. */
final class LoadTrace {
  private static final Pattern LOADED = Pattern.compile("\\b(io\\.heddle\\.\\S+) source:");
  private static final String LAUNCHER = "io.heddle.premain.";

  private final Path jar;

  LoadTrace(Path jar) {
    this.jar = jar;
  }

  /**
   * Returns the names, with slashes, of the classes that a run of the agent loads, without the
   * launcher's.
   *
   * @param settings of the agent
   * @param application an argument of the java launcher
   * @throws IOException if the run fails, with what it printed
   */
  Set<String> of(String settings, String application) throws IOException, InterruptedException {
    Path printed = jar.resolveSibling("loaded.out");
    // in its directory: a path may hold a comma, which would end a setting
    ProcessBuilder run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=loaded.log",
                "-javaagent:" + jar.getFileName() + "=" + settings,
                application)
            .directory(jar.toAbsolutePath().resolveSibling("").toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    run.environment().keySet().removeIf(name -> name.startsWith("HEDDLE_"));
    run.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    if (run.start().waitFor() != 0) {
      throw new IOException(
          "the agent jar does not run: " + Files.readString(printed, StandardCharsets.UTF_8));
    }
    return names(Files.readAllLines(jar.resolveSibling("loaded.log"), StandardCharsets.UTF_8));
  }

  /** Returns the names in the lines of a log of class loading. */
  static Set<String> names(List<String> log) {
    Set<String> names = new TreeSet<>();
    for (String line : log) {
      Matcher loaded = LOADED.matcher(line);
      if (loaded.find() && !loaded.group(1).startsWith(LAUNCHER)) {
        names.add(loaded.group(1).replace('.', '/'));
      }
    }
    return names;
  }
}
