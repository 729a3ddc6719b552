package io.heddle.agent.unit.spill.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a directory whose JVM has ended, held while the directory is looked at or changed.
 * Never that of our own directory: see {@link LockedDirectory}. For the same reason no two spills
 * of one JVM may have directories of their own below the same one at the same time.
 */
public final class AbandonedLock implements Closeable {
  private final @Nullable FileChannel channel;

  private AbandonedLock(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a directory.
   *
   * @return null if the JVM of that directory lives, or that cannot be known
   * @throws IOException if an error prevents the answer
   */
  public static @Nullable AbandonedLock take(Path directory) throws IOException {
    if (!OwnerOnly.attributes(directory).isDirectory()) {
      return null;
    }
    Path file = directory.resolve(LockedDirectory.LOCK);
    try {
      if (!OwnerOnly.attributes(file).isRegularFile()) {
        return null; // not made by a JVM: leave it alone
      }
    } catch (NoSuchFileException e) {
      return new AbandonedLock(null); // without a lock file no JVM can hold it
    }
    FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    boolean taken = false;
    try {
      FileLock lock = channel.tryLock();
      taken = lock != null;
    } catch (OverlappingFileLockException e) {
      taken = false; // a thread of this very JVM has it
    } finally {
      if (!taken) {
        channel.close();
      }
    }
    return taken ? new AbandonedLock(channel) : null;
  }

  /** Returns whether there is a lock file at all. */
  public boolean hasFile() {
    return channel != null;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
