package io.heddle.it.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Sources of applications that need libraries which are not on the class path of the tests. */
public final class Sources {
  private static final Path ALL = Path.of("src", "test", "resources", "field");

  private Sources() {}

  /** Where files of a kind are, such as {@code programs}. */
  public static Path of(String kind) {
    return ALL.resolve(kind);
  }

  /** All sources of a kind whose file names begin so, compiled into a directory. */
  public static void compile(String kind, String begin, String classPath, Path classes)
      throws IOException {
    try (Stream<Path> files = Files.list(of(kind))) {
      compile(
          files
              .filter(file -> String.valueOf(file.getFileName()).startsWith(begin))
              .filter(file -> file.toString().endsWith(".java"))
              .toList(),
          classPath,
          classes);
    }
  }

  /** These sources, compiled into a directory. */
  public static void compile(List<Path> sources, String classPath, Path classes)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--release", "17", "-proc:none"));
    arguments.addAll(List.of("-cp", classPath, "-d", Files.createDirectories(classes).toString()));
    for (Path source : sources) {
      arguments.add(source.toString());
    }
    String[] command = arguments.toArray(new String[0]);
    int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, command);
    assertThat(status).as("javac %s", arguments).isZero();
  }
}
