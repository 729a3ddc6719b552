package io.heddle.agent.weave.verify;

/**
 * The offsets of the constants of a class file (JVMS 4.4), found in one pass over them. Byte
 * Buddy's reader makes objects for what is not asked for here. Immutable; keeps the bytes.
 */
public final class ConstantPool {
  private static final int COUNT_AT = 8;
  private static final int FIRST_AT = 10;

  private final byte[] bytes;
  private final int[] offsets;
  private final int end;

  /**
   * Reads the offsets.
   *
   * @throws IndexOutOfBoundsException if the file is cut short
   */
  public ConstantPool(byte[] bytes) {
    this.bytes = bytes;
    this.offsets = new int[u2(COUNT_AT)];
    int at = FIRST_AT;
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = at;
      int tag = bytes[at];
      at +=
          switch (tag) {
            case 1 -> 3 + u2(at + 1);
            case 7, 8, 16, 19, 20 -> 3;
            case 15 -> 4;
            case 5, 6 -> 9;
            default -> 5;
          };
      if (tag == 5 || tag == 6) {
        i++;
      }
    }
    this.end = at;
  }

  /** Returns the number of constants and one, since they are counted from 1. */
  public int size() {
    return offsets.length;
  }

  /** Returns the offset of a constant's tag in the file. */
  public int offset(int constant) {
    return offsets[constant];
  }

  /** Returns the offset behind the last constant. */
  public int end() {
    return end;
  }

  private int u2(int at) {
    return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
  }
}
