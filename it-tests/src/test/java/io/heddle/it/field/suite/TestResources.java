package io.heddle.it.field.suite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files that tests of a library look for below their working directory. */
final class TestResources {
  private TestResources() {}

  /** Whatever is no class in a jar of tests, and scripts if it-suites has fetched some. */
  static void unpack(Path testJar, Path directory) throws IOException {
    Path resources = Files.createDirectories(directory.resolve("src/test/resources"));
    Files.createDirectories(directory.resolve("target"));
    try (ZipFile jar = new ZipFile(testJar.toFile())) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        Path file = resources.resolve(entry.getName()).normalize();
        if (!entry.isDirectory() && !entry.getName().endsWith(".class")) {
          Files.createDirectories(file.getParent());
          try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, file);
          }
        }
      }
    }
    scripts(Path.of(testJar.getParent() + "-scripts"), directory);
  }

  private static void scripts(Path fetched, Path directory) throws IOException {
    if (!Files.isDirectory(fetched)) {
      return;
    }
    Path scripts = Files.createDirectories(directory.resolve("src/test/scripts"));
    List<Path> files;
    try (Stream<Path> all = Files.walk(fetched)) {
      files = all.filter(file -> file.toString().endsWith(".sh")).toList();
    }
    for (Path file : files) {
      Path copy = Files.copy(file, scripts.resolve(file.getFileName()));
      if (!copy.toFile().setExecutable(true)) {
        throw new IOException("cannot make " + copy + " executable");
      }
    }
  }
}
