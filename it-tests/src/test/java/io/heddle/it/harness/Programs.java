package io.heddle.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs with names of their own: links to a shell. */
public final class Programs implements AutoCloseable {
  private final Path directory;
  private final List<Path> links = new ArrayList<>();

  private Programs(Path directory) {
    this.directory = directory;
  }

  public static Programs named(String... names) throws IOException {
    Programs programs = new Programs(Files.createTempDirectory("heddle-programs"));
    for (String name : names) {
      Path link = programs.directory.resolve(name);
      programs.links.add(Files.createSymbolicLink(link, Path.of("/bin/sh")));
    }
    return programs;
  }

  public Path path(String name) {
    return directory.resolve(name);
  }

  @Override
  public void close() throws IOException {
    for (Path link : links) {
      Files.delete(link);
    }
    Files.delete(directory);
  }
}
