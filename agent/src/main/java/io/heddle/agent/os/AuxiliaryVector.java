package io.heddle.agent.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The units of the kernel's figures, which the kernel passes to each process at its start. They are
 * read from a file, since {@code getconf} would be a process.
 */
record AuxiliaryVector(long pageBytes, long ticksPerSecond) {
  private static final int PAGE_BYTES = 6;
  private static final int TICKS_PER_SECOND = 17;
  private static final AuxiliaryVector USUAL = new AuxiliaryVector(4096, 100);

  /** Reads {@code auxv}; returns the usual units if it cannot be read. */
  static AuxiliaryVector read(String file, boolean words64) {
    byte[] bytes = new byte[4096];
    int length;
    try (FileInputStream in = new FileInputStream(file)) {
      length = in.readNBytes(bytes, 0, bytes.length);
    } catch (IOException e) {
      return USUAL;
    }
    ByteBuffer words = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.nativeOrder());
    long page = USUAL.pageBytes;
    long ticks = USUAL.ticksPerSecond;
    while (words.remaining() >= (words64 ? 2 * Long.BYTES : 2 * Integer.BYTES)) {
      long type = words64 ? words.getLong() : Integer.toUnsignedLong(words.getInt());
      long value = words64 ? words.getLong() : Integer.toUnsignedLong(words.getInt());
      if (type == PAGE_BYTES && Long.bitCount(value) == 1 && value >= 1024 && value <= 1 << 30) {
        page = value;
      } else if (type == TICKS_PER_SECOND && value > 0 && value <= 1_000_000) {
        ticks = value;
      }
    }
    return new AuxiliaryVector(page, ticks);
  }

  /** Returns true if this JVM's words have 64 bits. */
  static boolean words64() {
    String bits = System.getProperty("sun.arch.data.model", System.getProperty("os.arch", "64"));
    return bits.contains("64") || bits.equals("s390x");
  }
}
