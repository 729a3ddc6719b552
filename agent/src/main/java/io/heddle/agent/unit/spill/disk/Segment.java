package io.heddle.agent.unit.spill.disk;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of samples, as a listing shows it. Immutable.
 *
 * @param millis when it was begun, by the wall clock
 * @param sequence its number within its directory: the order there, even if the clock was set back
 */
public record Segment(Path file, long millis, long sequence, long bytes) {
  // 18 digits: no name of ours is longer, and each is a long
  private static final Pattern NAME = Pattern.compile("metrics-(\\d{1,18})-(\\d{1,18})\\.jsonl");

  /** Returns the file name of a segment. */
  public static String name(long millis, long sequence) {
    return "metrics-" + Math.max(0, millis) + "-" + sequence + ".jsonl";
  }

  /** Returns the segments in a directory in their order; none where there is no directory. */
  public static List<Segment> list(Path directory) throws IOException {
    List<Segment> found = new ArrayList<>();
    try {
      for (Path file : DirectoryListing.of(directory)) {
        add(file, found);
      }
    } catch (NoSuchFileException e) {
      return List.of(); // it is not made yet, or was removed
    }
    found.sort(Comparator.comparingLong(Segment::sequence).thenComparingLong(Segment::millis));
    return found;
  }

  private static void add(Path file, List<Segment> found) throws IOException {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    if (!name.matches()) {
      return;
    }
    try {
      BasicFileAttributes attributes = OwnerOnly.attributes(file);
      if (attributes.isRegularFile()) {
        long millis = Long.parseLong(name.group(1));
        long sequence = Long.parseLong(name.group(2));
        found.add(new Segment(file, millis, sequence, attributes.size()));
      }
    } catch (NoSuchFileException e) {
      // removed since it was listed: it does not count
    }
  }
}
