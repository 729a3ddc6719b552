package io.heddle.agent.unit.store;

import org.jspecify.annotations.Nullable;

/** A block of the stream of bits that holds the samples of one unit, and the block after it. */
final class BitBlock {
  /**
   * Number of words: 2,048 bits hold some 50 busy samples. Blocks of 64 words save 4 % of the
   * memory of long histories and double that of a child that lives for a moment.
   */
  static final int WORDS = 32;

  static final int SIZE = WORDS * Long.SIZE;

  /** Size in bytes, on a heap with compressed pointers: two headers, two references, the words. */
  static final int BYTES = 24 + 16 + WORDS * Long.BYTES;

  final long[] words = new long[WORDS];
  @Nullable BitBlock next;
}
