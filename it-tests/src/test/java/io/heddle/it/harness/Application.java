package io.heddle.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command line that a test runs in a JVM of its own.
 *
 * @param classPath that of the tests, where the libraries are, unless it is told otherwise
 * @param command the main class and its arguments
 */
public record Application(String classPath, Map<String, String> environment, List<String> command) {
  private static final Path SECOND_VERSIONS = Path.of("..", "it-versions", "target", "lib");

  public static Application of(String... command) {
    return new Application(System.getProperty("java.class.path"), Map.of(), List.of(command));
  }

  /** On the same class path another command. */
  public Application run(String... other) {
    return new Application(classPath, environment, List.of(other));
  }

  public Application in(Map<String, String> variables) {
    return new Application(classPath, variables, command);
  }

  /**
   * On the second versions of the libraries of this group, and of all that they need.
   *
   * @param group as a path, such as {@code org/springframework}
   */
  public Application onSecondVersionOf(String group) {
    return new Application(secondVersionOf(group), environment, command);
  }

  /** The class path of the tests with other versions, and nothing of this group from before. */
  public static String secondVersionOf(String group) {
    assertThat(Files.isDirectory(SECOND_VERSIONS)).as("it-versions is built").isTrue();
    String first = System.getProperty("java.class.path");
    String rest =
        Stream.of(first.split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("/" + group + "/"))
            .collect(Collectors.joining(File.pathSeparator));
    return SECOND_VERSIONS.toAbsolutePath().normalize() + "/*" + File.pathSeparator + rest;
  }

  public JavaProcess start(JavaProcess.Builder builder) throws Exception {
    environment.forEach(builder::variable);
    return builder.classPath(classPath).run(command.toArray(new String[0])).start();
  }
}
