package io.heddle.agent.unit.spill.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The directory of this JVM: made, locked for as long as it is claimed, and looked at again before
 * each new segment, because others may remove it or put a symbolic link in its place.
 *
 * <p>On Linux a file lock belongs to the process, and goes when the process closes any channel of
 * the file. So the lock file is opened here alone, once, and stays open while it is the same file.
 *
 * <p>Used by the thread that writes, but for {@link #segments}.
 */
public final class LockedDirectory {
  /** Name of the file whose lock shows that the JVM of a directory lives. */
  public static final String LOCK = "lock";

  /** Number of attempts to lock: one second in all. */
  private static final int TRIES = 20;

  private static final long PAUSE_NANOS = 50_000_000;

  private final Path root;
  private final Path path;
  private final OwnerOnly access;
  private @Nullable FileChannel channel;
  private @Nullable FileLock lock;
  private @Nullable Object lockKey;
  private long next;

  /** Creates the object, and nothing on the disk before {@link #claim}. */
  public LockedDirectory(Path root, String name) {
    this.root = root;
    this.path = root.resolve(name);
    this.access = OwnerOnly.below(root);
  }

  /** Returns the path of the directory. */
  public Path path() {
    return path;
  }

  /** Makes the directory if it is not there, and makes sure that it is a real one and is locked. */
  public void claim() throws SpillException {
    String refusal = tryClaim();
    // another JVM that starts at the same time looks whether the lock is free by taking it
    for (int i = 1; i < TRIES && refusal != null; i++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      refusal = tryClaim();
    }
    if (refusal != null) {
      throw new SpillException(SpillError.LOCK, refusal);
    }
  }

  /** Tries to claim the directory; returns null on success, else why it failed for the moment. */
  private @Nullable String tryClaim() throws SpillException {
    ensure(root);
    ensure(path);
    try {
      return lock();
    } catch (SpillException e) {
      throw e;
    } catch (IOException e) {
      throw new SpillException(SpillError.LOCK, e);
    }
  }

  private void ensure(Path directory) throws SpillException {
    try {
      if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
        make(directory);
      }
      BasicFileAttributes attributes = OwnerOnly.attributes(directory);
      if (attributes.isSymbolicLink()) {
        throw new SpillException(SpillError.SYMLINK, directory + " is a symbolic link");
      }
      if (!attributes.isDirectory()) {
        throw new SpillException(SpillError.CREATE_DIR, directory + " is not a directory");
      }
    } catch (SpillException e) {
      throw e;
    } catch (IOException e) {
      throw new SpillException(SpillError.CREATE_DIR, e);
    }
  }

  private void make(Path directory) throws IOException {
    if (directory.equals(root)) {
      Files.createDirectories(directory, access.directory());
      return;
    }
    try {
      Files.createDirectory(directory, access.directory());
    } catch (FileAlreadyExistsException e) {
      // another JVM was faster: what it has made is checked next
    }
  }

  private @Nullable String lock() throws IOException {
    Path file = path.resolve(LOCK);
    if (channel != null && !(channel.isOpen() && Objects.equals(key(file), lockKey))) {
      release(); // of a file that is gone: no JVM can ask for that lock any more
    }
    if (channel == null) {
      channel =
          FileChannel.open(
              regular(file),
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
              access.file());
      lockKey = key(file);
    }
    if (lock == null) {
      lock = tryLock(channel);
      if (lock == null) {
        return file + " is locked already";
      }
      // another JVM that found the lock free a moment ago may have removed the file
      if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
        release();
        return file + " was removed";
      }
    }
    return null;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this JVM has it, by a spill that has not ended yet
    }
  }

  /** Returns a regular or new file: any other, such as a pipe, could block the opening thread. */
  private static Path regular(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = OwnerOnly.attributes(file);
      if (attributes.isSymbolicLink()) {
        throw new SpillException(SpillError.SYMLINK, file + " is a symbolic link");
      }
      if (!attributes.isRegularFile()) {
        throw new SpillException(SpillError.LOCK, file + " is not a regular file");
      }
    } catch (NoSuchFileException e) {
      // it is made when it is opened
    }
    return file;
  }

  /** Returns the identity of a file; null if there is no file, or the system has no such key. */
  private static @Nullable Object key(Path file) throws IOException {
    try {
      return OwnerOnly.attributes(file).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Creates a segment, with a sequence after all that are there or were made before. */
  public SegmentWriter create(long millis) throws SpillException {
    try {
      for (Segment segment : Segment.list(path)) {
        next = Math.max(next, segment.sequence() + 1);
      }
      String name = Segment.name(millis, next++);
      return SegmentWriter.create(path.resolve(name), access);
    } catch (IOException e) {
      throw new SpillException(SpillError.WRITE, e);
    }
  }

  /**
   * Returns the segments in their order, those of an earlier attachment in this JVM too. Any thread
   * may call it.
   */
  public List<Segment> segments() throws IOException {
    return isReal(root) && isReal(path) ? Segment.list(path) : List.of();
  }

  private static boolean isReal(Path directory) {
    return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
  }

  /** Releases the lock. */
  public void release() throws IOException {
    FileChannel held = channel;
    channel = null;
    lock = null;
    lockKey = null;
    if (held != null) {
      held.close();
    }
  }
}
