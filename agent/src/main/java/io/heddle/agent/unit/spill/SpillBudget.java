package io.heddle.agent.unit.spill;

import io.heddle.agent.unit.spill.disk.AbandonedLock;
import io.heddle.agent.unit.spill.disk.DirectoryListing;
import io.heddle.agent.unit.spill.disk.DiskUsage;
import io.heddle.agent.unit.spill.disk.LockedDirectory;
import io.heddle.agent.unit.spill.disk.Segment;
import io.heddle.agent.unit.spill.disk.SpillError;
import io.heddle.agent.unit.spill.disk.SpillException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all segments together below a size: those of this JVM and of all whose JVM has ended.
 * Nothing is remembered between two listings, so that segments that others remove stop counting.
 *
 * <p>Used by the thread that writes.
 */
final class SpillBudget {
  private static final Pattern DIRECTORY = Pattern.compile("\\d+-\\d+");

  private final Path root;
  private final LockedDirectory ownDirectory;
  private final long maxBytes;
  private final SpillStats stats;

  SpillBudget(Path root, LockedDirectory ownDirectory, long maxBytes, SpillStats stats) {
    this.root = root;
    this.ownDirectory = ownDirectory;
    this.maxBytes = maxBytes;
    this.stats = stats;
  }

  /** Returns true if a directory that a JVM writes to may have this name. */
  static boolean isName(String name) {
    return DIRECTORY.matcher(name).matches();
  }

  /** One directory, and its segments from the oldest. */
  private record JvmDirectory(Path directory, boolean isOwn, Deque<Segment> segments) {
    /** Returns the time at which the oldest segment, that with the lowest sequence, was begun. */
    long millis() {
      return segments.getFirst().millis();
    }
  }

  /** Returns the disk usage as it is now. */
  DiskUsage count() throws SpillException {
    return sum(directories());
  }

  /**
   * Deletes the oldest segments until there is room for this many bytes more. Called only while no
   * segment of our own is being written: it could be the oldest.
   *
   * @return the disk usage that is left
   * @throws SpillException if there is no room because segments cannot be deleted
   */
  DiskUsage makeRoom(long bytes) throws SpillException {
    List<JvmDirectory> directories = directories();
    DiskUsage usage = sum(directories);
    while (usage.bytes() + bytes > maxBytes) {
      JvmDirectory jvm = oldest(directories);
      if (jvm == null) {
        throw new SpillException(
            SpillError.DELETE, "old segments in " + root + " cannot be deleted");
      }
      Segment segment = jvm.segments.removeFirst();
      if (delete(jvm, segment)) {
        usage = usage.plus(-segment.bytes(), -1);
      }
    }
    for (JvmDirectory jvm : directories) {
      if (!jvm.isOwn && jvm.segments.isEmpty()) {
        removeEmpty(jvm.directory);
      }
    }
    return usage;
  }

  private static DiskUsage sum(List<JvmDirectory> directories) {
    DiskUsage usage = DiskUsage.NONE;
    for (JvmDirectory jvm : directories) {
      for (Segment segment : jvm.segments) {
        usage = usage.plus(segment.bytes(), 1);
      }
    }
    return usage;
  }

  private static @Nullable JvmDirectory oldest(List<JvmDirectory> directories) {
    JvmDirectory oldest = null;
    for (JvmDirectory jvm : directories) {
      if (!jvm.segments.isEmpty() && (oldest == null || jvm.millis() < oldest.millis())) {
        oldest = jvm;
      }
    }
    return oldest;
  }

  private List<JvmDirectory> directories() throws SpillException {
    List<JvmDirectory> found = new ArrayList<>();
    try {
      for (Path directory : DirectoryListing.of(root)) {
        if (directory.equals(ownDirectory.path())) {
          found.add(new JvmDirectory(directory, true, new ArrayDeque<>(ownDirectory.segments())));
        } else if (isName(String.valueOf(directory.getFileName()))
            && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
          addAbandoned(directory, found);
        }
      }
      return found;
    } catch (IOException e) {
      throw new SpillException(SpillError.LIST, e);
    }
  }

  private void addAbandoned(Path directory, List<JvmDirectory> found) {
    try {
      // lists first, then looks whether it is abandoned: a JVM that begins now has nothing yet
      Deque<Segment> segments = new ArrayDeque<>(Segment.list(directory));
      AbandonedLock lock = AbandonedLock.take(directory);
      if (lock != null) {
        lock.close();
        found.add(new JvmDirectory(directory, false, segments));
      }
    } catch (NoSuchFileException e) {
      // another JVM has removed it: it does not count
    } catch (IOException e) {
      stats.report(SpillError.LOCK, "cannot tell if the JVM of " + directory + " has ended: " + e);
    }
  }

  /** Deletes a segment; returns true if it does not count any more. */
  private boolean delete(JvmDirectory jvm, Segment segment) {
    try {
      if (jvm.isOwn) {
        Files.deleteIfExists(segment.file());
        return true;
      }
      try (AbandonedLock lock = AbandonedLock.take(jvm.directory)) {
        if (lock != null) {
          Files.deleteIfExists(segment.file());
        }
        return true; // without the lock it is that of a live JVM, which does not count
      }
    } catch (NoSuchFileException e) {
      return true; // and its directory too
    } catch (IOException e) {
      stats.report(SpillError.DELETE, "cannot delete " + segment.file() + ": " + e);
      return false;
    }
  }

  /** Removes the directory of an ended JVM if only its lock is left. */
  private void removeEmpty(Path directory) {
    try (AbandonedLock lock = AbandonedLock.take(directory)) {
      // without a lock file it may be that of a JVM which begins at this moment
      if (lock == null || !lock.hasFile() || !holdsOnlyLock(directory)) {
        return;
      }
      Files.deleteIfExists(directory.resolve(LockedDirectory.LOCK));
      Files.deleteIfExists(directory);
    } catch (NoSuchFileException e) {
      // another JVM was faster
    } catch (IOException e) {
      stats.report(SpillError.DELETE, "cannot remove " + directory + ": " + e);
    }
  }

  private static boolean holdsOnlyLock(Path directory) throws IOException {
    for (Path file : DirectoryListing.of(directory)) {
      if (!String.valueOf(file.getFileName()).equals(LockedDirectory.LOCK)) {
        return false;
      }
    }
    return true;
  }
}
