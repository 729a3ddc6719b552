package io.heddle.agent.unit.store;

import org.jspecify.annotations.Nullable;

/**
 * A position in the stream of bits of one unit, just behind one sample, with that sample: the next
 * one is stored as the difference to it. Not thread-safe.
 *
 * <p>All columns are whole numbers, so that the encoding of time stamps in Gorilla (Pelkonen et
 * al., VLDB 2015) serves for all of them: differences in a few bits, the common one in a single
 * bit. The processor's share is not stored but the ticks that make it: 3 to 8 bits where the XOR of
 * two doubles of a busy process takes 50.
 */
final class SampleCursor {
  /** Size of the widest sample in bits: the mark and its mask, and five whole columns. */
  static final int MAX_BITS = 1 + 4 + 5 * (4 + Long.SIZE);

  static final int CPU = 1;
  static final int RESIDENT = 2;
  static final int READ = 4;
  static final int WRITTEN = 8;
  private static final int MASK_BITS = 4;

  // widths of the differences that have a short form, chosen on the recorded samples of the tests
  private static final int[] TIME = {2, 5, 11};
  private static final int[] TICKS = {2, 4, 7};
  private static final int[] PAGES = {3, 6, 11};
  private static final int[] IO = {3, 7, 13};

  /** Log2 of the page size in which memory and storage are counted, nearly everywhere. */
  private static final int PAGE_SHIFT = 12;

  private static final long PAGE_MASK = (1L << PAGE_SHIFT) - 1;

  @Nullable BitBlock block;
  int bit;

  /** Number of the sample before this position. */
  long seq;

  /** Time of that sample, in milliseconds by the clock that only goes forward. */
  long millis;

  /** Milliseconds between that sample and the one before it. */
  long span;

  /** Mask of the columns that are known. */
  int known;

  long ticks;
  long resident;
  long read;
  long written;

  void set(SampleCursor other) {
    block = other.block;
    bit = other.bit;
    seq = other.seq;
    millis = other.millis;
    span = other.span;
    known = other.known;
    ticks = other.ticks;
    resident = other.resident;
    read = other.read;
    written = other.written;
  }

  boolean knows(int column) {
    return (known & column) != 0;
  }

  // ---- writing ---------------------------------------------------------------------------------

  /** Writes the next sample, into room for {@link #MAX_BITS}; a value below 0 is unknown. */
  void write(long newMillis, long newTicks, long newResident, long newRead, long newWritten) {
    int mask =
        (newTicks < 0 ? 0 : CPU)
            | (newResident < 0 ? 0 : RESIDENT)
            | (newRead < 0 ? 0 : READ)
            | (newWritten < 0 ? 0 : WRITTEN);
    if (mask == known) {
      put(0, 1);
    } else {
      put(1, 1);
      put(mask, MASK_BITS);
      known = mask;
    }
    long newSpan = newMillis - millis;
    putSigned(newSpan - span, TIME);
    span = newSpan;
    millis = newMillis;
    if (newTicks >= 0) {
      putSigned(newTicks - ticks, TICKS);
      ticks = newTicks;
    }
    if (newResident >= 0) {
      putPages(newResident - resident, PAGES);
      resident = newResident;
    }
    if (newRead >= 0) {
      putPages(newRead - read, IO);
      read = newRead;
    }
    if (newWritten >= 0) {
      putPages(newWritten - written, IO);
      written = newWritten;
    }
    seq++;
  }

  private void putPages(long difference, int[] widths) {
    if ((difference & PAGE_MASK) != 0 || !putShort(difference >> PAGE_SHIFT, widths)) {
      putWhole(difference);
    }
  }

  private void putSigned(long value, int[] widths) {
    if (!putShort(value, widths)) {
      putWhole(value);
    }
  }

  /**
   * Writes 0 as one bit, others by the first width that is enough, marked by 10, 110 or 1110;
   * returns false if none is.
   */
  private boolean putShort(long value, int[] widths) {
    long folded = (value << 1) ^ (value >> (Long.SIZE - 1));
    if (folded == 0) {
      put(0, 1);
      return true;
    }
    long less = folded - 1;
    for (int i = 0; i < widths.length; i++) {
      if (less >>> widths[i] == 0) {
        put((1L << (i + 2)) - 2, i + 2);
        put(less, widths[i]);
        return true;
      }
    }
    return false;
  }

  private void putWhole(long value) {
    put(0b1111, 4);
    put(value, Long.SIZE);
  }

  private void put(long value, int width) {
    BitBlock into = currentBlock();
    int shift = Long.SIZE - (bit & (Long.SIZE - 1)) - width;
    int word = bit >>> 6;
    if (shift >= 0) {
      into.words[word] |= value << shift;
      bit += width;
      return;
    }
    // the upper part ends this word, the lower part begins the next one
    into.words[word] |= value >>> -shift;
    bit += width + shift;
    currentBlock().words[bit >>> 6] |= value << (Long.SIZE + shift);
    bit -= shift;
  }

  // ---- reading ---------------------------------------------------------------------------------

  /** Reads the next sample, which must be there. */
  void read() {
    if (take(1) == 1) {
      known = (int) take(MASK_BITS);
    }
    span += taken(TIME, 0);
    millis += span;
    if (knows(CPU)) {
      ticks += taken(TICKS, 0);
    }
    if (knows(RESIDENT)) {
      resident += taken(PAGES, PAGE_SHIFT);
    }
    if (knows(READ)) {
      read += taken(IO, PAGE_SHIFT);
    }
    if (knows(WRITTEN)) {
      written += taken(IO, PAGE_SHIFT);
    }
    seq++;
  }

  private long taken(int[] widths, int shift) {
    if (take(1) == 0) {
      return 0;
    }
    for (int width : widths) {
      if (take(1) == 0) {
        long folded = take(width) + 1;
        return ((folded >>> 1) ^ -(folded & 1)) << shift;
      }
    }
    return take(Long.SIZE);
  }

  private long take(int width) {
    BitBlock from = currentBlock();
    int offset = bit & (Long.SIZE - 1);
    int left = Long.SIZE - offset;
    long word = from.words[bit >>> 6] << offset;
    if (width <= left) {
      bit += width;
      return word >>> (Long.SIZE - width);
    }
    bit += left;
    int rest = width - left;
    long more = currentBlock().words[bit >>> 6];
    bit += rest;
    return (word >>> (Long.SIZE - width)) | (more >>> (Long.SIZE - rest));
  }

  /** Returns the block of the next bit. */
  private BitBlock currentBlock() {
    BitBlock here = block;
    if (here != null && bit == BitBlock.SIZE) {
      here = here.next;
      block = here;
      bit = 0;
    }
    if (here == null) {
      throw new IllegalStateException("there is no bit here");
    }
    return here;
  }
}
