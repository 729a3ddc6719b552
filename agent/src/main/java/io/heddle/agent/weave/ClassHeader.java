package io.heddle.agent.weave;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Super class and interfaces of a class file, read without Byte Buddy: a rule with {@code subtypes}
 * has to look at every class that loads.
 *
 * @param superName dotted; null for java.lang.Object
 * @param interfaces dotted
 * @param major class-file version
 * @param isInterface true for an interface
 */
record ClassHeader(
    @Nullable String superName, List<String> interfaces, int major, boolean isInterface) {
  private static final int ACC_INTERFACE = 0x0200;

  /**
   * Reads the header.
   *
   * @throws IllegalArgumentException if the bytes are no class file
   */
  static ClassHeader read(byte[] bytes) {
    try {
      return new Reader(bytes).read();
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a class file", e);
    }
  }

  /** The major version, or 0 if the bytes are too short. */
  static int major(byte[] bytes) {
    return bytes.length < 8 ? 0 : ((bytes[6] & 0xFF) << 8) | (bytes[7] & 0xFF);
  }

  /**
   * True if {@code text} occurs in the bytes, as the constant pool of a class that uses it must.
   */
  static boolean mentions(byte[] bytes, byte[] text) {
    for (int i = 0; i <= bytes.length - text.length; i++) {
      int j = 0;
      while (j < text.length && bytes[i + j] == text[j]) {
        j++;
      }
      if (j == text.length) {
        return true;
      }
    }
    return false;
  }

  private static final class Reader {
    private final byte[] bytes;
    private int[] offsets = {};

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    ClassHeader read() {
      if (bytes.length < 10 || (bytes[0] & 0xFF) != 0xCA || (bytes[1] & 0xFF) != 0xFE) {
        throw new IllegalArgumentException("not a class file");
      }
      int access = skipPool();
      int at = access + 4;
      int parent = u2(at);
      List<String> interfaces = new ArrayList<>();
      int count = u2(at + 2);
      for (int i = 0; i < count; i++) {
        interfaces.add(className(u2(at + 4 + 2 * i)));
      }
      return new ClassHeader(
          parent == 0 ? null : className(parent),
          interfaces,
          major(bytes),
          (u2(access) & ACC_INTERFACE) != 0);
    }

    private int skipPool() {
      int size = u2(8);
      offsets = new int[size];
      int at = 10;
      for (int i = 1; i < size; i++) {
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
      return at;
    }

    private String className(int index) {
      int utf8 = offsets[u2(offsets[index] + 1)];
      return new String(bytes, utf8 + 3, u2(utf8 + 1), StandardCharsets.UTF_8).replace('/', '.');
    }

    private int u2(int at) {
      return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    }
  }
}
