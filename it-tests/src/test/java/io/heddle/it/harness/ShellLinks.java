package io.heddle.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Links to a shell, so that a child process has a program name of its own. */
public final class ShellLinks implements AutoCloseable {
  private final Path directory;
  private final List<Path> links = new ArrayList<>();

  private ShellLinks(Path directory) {
    this.directory = directory;
  }

  public static ShellLinks withNames(String... names) throws IOException {
    ShellLinks created = new ShellLinks(Files.createTempDirectory("heddle-programs"));
    for (String name : names) {
      Path link = created.directory.resolve(name);
      created.links.add(Files.createSymbolicLink(link, Path.of("/bin/sh")));
    }
    return created;
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
