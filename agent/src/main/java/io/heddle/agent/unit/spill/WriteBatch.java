package io.heddle.agent.unit.spill;

import io.heddle.agent.unit.store.UnitSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Lines that go to the disk in one write. Of one thread. */
final class WriteBatch {
  /** Enough for some 300 lines. A batch is over with the line that passes it. */
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
   * @throws IOException if it cannot be one; the batch is as before
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

  /** Takes the last line out again. */
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
