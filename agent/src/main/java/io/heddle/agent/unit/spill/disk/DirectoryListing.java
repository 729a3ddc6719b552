package io.heddle.agent.unit.spill.disk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lists the entries of a directory. */
public final class DirectoryListing {
  private DirectoryListing() {}

  /** Returns all entries at once, in no order, so that a deletion does not change the listing. */
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
