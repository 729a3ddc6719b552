package io.heddle.agent.unit.spill;

import io.heddle.agent.unit.spill.disk.SpillError;
import io.heddle.exporter.report.UnitSample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lines of one unit in segments, in one buffer. Bytes that are not a whole line of this
 * format are skipped, as is a file that cannot be read; only exceptions of the receiver are thrown.
 *
 * <p>Used by one thread.
 */
final class SegmentReader {
  /** Maximum length of a line: our lines have some 250 bytes and the name of the unit. */
  private static final int BUFFER = 64 * 1024;

  private final byte[] head;
  private final SpillStats stats;
  private final byte[] buffer = new byte[BUFFER];

  /** Creates a reader of lines that begin with these bytes. */
  SegmentReader(byte[] head, SpillStats stats) {
    this.head = head.clone();
    this.stats = stats;
  }

  /** Reads one segment from its beginning, until the range is passed. */
  void read(Path file, SequenceRange range) throws IOException {
    SeekableByteChannel channel = open(file);
    if (channel == null) {
      return;
    }
    try {
      lines(file, channel, range);
    } finally {
      close(file, channel);
    }
  }

  private @Nullable SeekableByteChannel open(Path file) {
    try {
      return Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return null; // aged out since it was listed: nothing is wrong
    } catch (IOException e) {
      failed(file, e);
      return null;
    }
  }

  private void close(Path file, SeekableByteChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      failed(file, e);
    }
  }

  private void failed(Path file, IOException why) {
    stats.report(SpillError.READ, "cannot read " + file + ": " + why);
  }

  private void lines(Path file, SeekableByteChannel channel, SequenceRange range)
      throws IOException {
    int held = 0; // bytes of a line that has begun, at the start of the buffer
    boolean tooLong = false;
    int got = fill(file, channel, held);
    while (got > 0 && !range.isPassed()) {
      int start = 0;
      int end = held + got;
      for (int i = held; i < end; i++) {
        if (buffer[i] == '\n') {
          if (!tooLong) {
            line(start, i - start, true, range);
          }
          tooLong = false;
          start = i + 1;
        }
      }
      held = end - start;
      System.arraycopy(buffer, start, buffer, 0, held);
      if (held == buffer.length) {
        tooLong = true;
        held = 0;
      }
      got = fill(file, channel, held);
    }
    if (held > 0 && !tooLong && !range.isPassed()) {
      line(0, held, false, range); // a line that lacks only its end is whole
    }
  }

  /** Returns the number of bytes that were read, 0 or less at the end. */
  private int fill(Path file, SeekableByteChannel channel, int held) {
    try {
      return channel.read(ByteBuffer.wrap(buffer, held, buffer.length - held));
    } catch (IOException e) {
      failed(file, e);
      return -1;
    }
  }

  private void line(int start, int length, boolean ended, SequenceRange range) throws IOException {
    int headEnd = start + head.length;
    if (length < head.length || !Arrays.equals(buffer, start, headEnd, head, 0, head.length)) {
      return; // another unit's: most lines are, and are not worth a parser
    }
    UnitSample sample;
    try {
      sample = SampleLine.parse(buffer, start, length);
    } catch (IOException e) {
      if (ended) {
        // a last line without an end is not counted: torn by kill -9, or not ready yet
        stats.addError(SpillError.READ);
      }
      return;
    }
    range.take(sample);
  }
}
