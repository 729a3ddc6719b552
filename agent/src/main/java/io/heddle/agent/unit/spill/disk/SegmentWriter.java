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

/** The segment that is being written. Of one thread. */
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

  /** Makes a file that nobody else has made. */
  static SegmentWriter create(Path file, OwnerOnly access) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            // appending: after somebody has cut the file, it goes on at its end, without a hole
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

  /** In whole lines. */
  public long bytes() {
    return bytes;
  }

  /** Adds whole lines. After an exception there may be a part of them: {@link #cut} it off. */
  public void append(ByteBuffer lines) throws IOException {
    int length = lines.remaining();
    while (lines.hasRemaining()) {
      channel.write(lines);
    }
    bytes += length;
  }

  /** False if somebody has removed it: what is written to it is lost, and nothing fails. */
  public boolean isThere() throws IOException {
    try {
      BasicFileAttributes attributes = OwnerOnly.attributes(file);
      return attributes.isRegularFile() && Objects.equals(attributes.fileKey(), key);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Cuts off what was begun and not ended. */
  public void cut() throws IOException {
    channel.truncate(bytes);
  }

  /** Deletes it, unless another is in its place. */
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
