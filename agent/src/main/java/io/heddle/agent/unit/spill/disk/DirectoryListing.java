package io.heddle.agent.unit.spill.disk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is in a directory. */
public final class DirectoryListing {
  private DirectoryListing() {}

  /** In no order; all of it at once, so that whoever deletes does not change what is listed. */
  public static List<Path> of(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        found.add(entry);
      }
    } catch (DirectoryIteratorException e) {
      throw new IOException("while listing " + directory, e);
    }
    return found;
  }
}
