package io.heddle.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Compiles the api of other versions, and applications against one: the tests depend on no module
 * of Heddle's.
 *
 * @param directory where to put classes
 */
public record ApiCopies(Path directory) {
  public static final Path JAR =
      Path.of("..", "api", "target", "heddle-api.jar").toAbsolutePath().normalize();
  private static final Path SOURCES = Path.of("..", "api", "src", "main", "java", "io", "heddle");
  private static final Path APPLICATION = Path.of("src", "test", "resources", "api");

  /** The classes of one more version of the api. */
  interface Change {
    /** The source of a class after the change; empty: there is no such class. */
    String of(String className, String source);
  }

  /** The api as it is, but for a change. */
  Path api(String name, Change change) throws IOException {
    Path sources = Files.createDirectories(directory.resolve(name + "-src"));
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(SOURCES.resolve("api"))) {
      for (Path file : all.toList()) {
        String fileName = String.valueOf(file.getFileName());
        String source = change.of(fileName.replace(".java", ""), Files.readString(file));
        if (!source.isEmpty()) {
          files.add(Files.writeString(sources.resolve(fileName), source));
        }
      }
    }
    return compile(name, System.getProperty("java.class.path"), files);
  }

  /** The application with these of its parts, compiled against an api; the class path of both. */
  String application(Path api, String... parts) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String part : parts) {
      files.add(APPLICATION.resolve("com/acme/api/" + part + ".java"));
    }
    files.add(APPLICATION.resolve("com/acme/api/Shop.java"));
    files.add(APPLICATION.resolve("com/acme/api/ChildFirst.java"));
    Path classes = compile("app", api.toString(), files);
    return classes + File.pathSeparator + api;
  }

  private Path compile(String name, String classPath, List<Path> files) throws IOException {
    Path classes = Files.createDirectories(directory.resolve(name + "-classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> command =
        new ArrayList<>(
            List.of("--release", "17", "-proc:none", "-cp", classPath, "-d", classes.toString()));
    for (Path file : files) {
      command.add(file.toString());
    }
    assertThat(compiler.run(null, null, null, command.toArray(new String[0])))
        .as("compiles %s", files)
        .isZero();
    return classes;
  }
}
