package io.heddle.it.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails an integration test whose jar is missing, or older than the main sources that it is made
 * of: it would test what is no longer there. JUnit finds this extension in META-INF/services, where
 * the build tells it to look.
 */
public final class StaleJarCheck implements BeforeAllCallback {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String SUFFIX = "IT";

  /** A jar of the build, and the folders of what it is made of. */
  private record Built(String jar, List<String> sources) {}

  private static final List<Built> JARS =
      List.of(
          new Built(
              "agent/target/heddle-agent.jar",
              List.of("bootstrap/src/main", "exporter/src/main", "agent/src/main")),
          new Built("api/target/heddle-api.jar", List.of("api/src/main")));

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Class<?> test = context.getRequiredTestClass();
    if (!test.getName().endsWith(SUFFIX)) {
      return; // tests of the helpers need no jar
    }
    ExtensionContext.Store store =
        context.getRoot().getStore(ExtensionContext.Namespace.create(StaleJarCheck.class));
    String problem =
        store.getOrComputeIfAbsent("problem", key -> orEmpty(test.getSimpleName()), String.class);
    if (!problem.isEmpty()) {
      throw new IllegalStateException(problem);
    }
  }

  private static String orEmpty(String test) {
    try {
      String problem = problem(ROOT, test);
      return problem == null ? "" : problem;
    } catch (IOException e) {
      return "the sources below " + ROOT + " cannot be read: " + e;
    }
  }

  /**
   * Returns one sentence about the first jar that is missing or stale, or null.
   *
   * @param root the directory of the whole project
   * @param test name of the test class, for the command that mends it
   */
  static @Nullable String problem(Path root, String test) throws IOException {
    for (Built built : JARS) {
      Path jar = root.resolve(built.jar);
      if (!Files.exists(jar)) {
        return "there is no " + built.jar + ": run bin/it " + test;
      }
      FileTime made = Files.getLastModifiedTime(jar);
      for (String folder : built.sources) {
        for (Path source : files(root.resolve(folder))) {
          if (Files.getLastModifiedTime(source).compareTo(made) > 0) {
            String path = root.relativize(source).toString().replace('\\', '/');
            return built.jar + " is older than " + path + ": run bin/it " + test;
          }
        }
      }
    }
    return null;
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
