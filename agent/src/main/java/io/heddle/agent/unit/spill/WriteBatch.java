package io.heddle.agent.unit.spill;

import io.heddle.exporter.report.UnitSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A batch of lines that go to the disk in one write. Used by one thread. */
final class WriteBatch {
  /** Size of a full batch in bytes, some 300 lines: the line that reaches it is the last one. */
  private static final int ENOUGH = 64 * 1024;

  private static final class Buffer extends ByteArrayOutputStream {
    Buffer(int bytes) {
      super(bytes);
    }

    synchronized void cut(int length) {
      count = length;
    }

    synchronized ByteBuffer whole() {
      return ByteBuffer.wrap(buf, 0, count);
    }
  }

  private final Buffer buffer = new Buffer(ENOUGH + 1024);
  private int lines;
  private int before;

  void clear() {
    buffer.reset();
    lines = 0;
    before = 0;
  }

  /**
   * Adds a line.
   *
   * @throws IOException if the sample cannot be written as JSON; the batch is as before
   */
  void add(SpillRing.Entry entry) throws IOException {
    before = buffer.size();
    try {
      UnitSample sample = entry.sample();
      SampleLine.write(buffer, entry.unit(), sample);
      lines++;
    } catch (IOException | RuntimeException e) {
      buffer.cut(before);
      throw e;
    }
  }

  /** Removes the last line. */
  void dropLast() {
    buffer.cut(before);
    lines--;
  }

  int lines() {
    return lines;
  }

  int bytes() {
    return buffer.size();
  }

  boolean isFull() {
    return buffer.size() >= ENOUGH;
  }

  ByteBuffer content() {
    return buffer.whole();
  }
}
