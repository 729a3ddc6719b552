package io.heddle.agent.unit.spill.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one segment. Used by one thread. */
public final class SegmentWriter implements Closeable {
  private final Path file;
  private final FileChannel channel;
  private final @Nullable Object key;
  private long bytes;

  private SegmentWriter(Path file, FileChannel channel, @Nullable Object key) {
    this.file = file;
    this.channel = channel;
    this.key = key;
  }

  /** Creates the file of a segment; fails if there is one already. */
  static SegmentWriter create(Path file, OwnerOnly access) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            // appending: if the file is cut from outside, it goes on at its end, without a hole
            Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND,
                LinkOption.NOFOLLOW_LINKS),
            access.file());
    try {
      return new SegmentWriter(file, channel, OwnerOnly.attributes(file).fileKey());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns the number of bytes in whole lines. */
  public long bytes() {
    return bytes;
  }

  /** Adds whole lines. After an exception a part of them may be there: {@link #cut} it off. */
  public void append(ByteBuffer lines) throws IOException {
    int length = lines.remaining();
    while (lines.hasRemaining()) {
      channel.write(lines);
    }
    bytes += length;
  }

  /** Returns false if the file was removed: writes to it are lost, and none fails. */
  public boolean isThere() throws IOException {
    try {
      BasicFileAttributes attributes = OwnerOnly.attributes(file);
      return attributes.isRegularFile() && Objects.equals(attributes.fileKey(), key);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Cuts off a write that was begun and not finished. */
  public void cut() throws IOException {
    channel.truncate(bytes);
  }

  /** Deletes the file, unless another is in its place. */
  public void delete() throws IOException {
    if (isThere()) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
