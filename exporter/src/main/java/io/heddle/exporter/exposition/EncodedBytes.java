package io.heddle.exporter.exposition;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A buffer that texts and numbers are encoded into, without an object for each. Texts become UTF-8,
 * in which a surrogate without its partner is a question mark, as the JDK's encoder writes it. Not
 * thread-safe.
 */
final class EncodedBytes {
  private static final int INITIAL = 256;
  private static final int MOST_DIGITS = 20;

  /** First whole number that {@link Double#toString} writes with an exponent. */
  private static final long FIRST_WITH_EXPONENT = 10_000_000;

  /** Whole numbers below it have 15 digits at most: they are the shortest text of their double. */
  private static final long MOST_WHOLE = 1_000_000_000_000_000L;

  private byte[] bytes;
  private int size;
  // of digits that only the JDK can make; it appends them without a String
  private final StringBuilder digits = new StringBuilder();

  EncodedBytes() {
    this(INITIAL);
  }

  EncodedBytes(int initial) {
    this.bytes = new byte[initial];
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /** Writes all bytes to the stream and empties this buffer. */
  void moveTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
    size = 0;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  EncodedBytes put(char ascii) {
    ensure(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  EncodedBytes put(byte[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return this;
  }

  EncodedBytes put(EncodedBytes more) {
    ensure(more.size);
    System.arraycopy(more.bytes, 0, bytes, size, more.size);
    size += more.size;
    return this;
  }

  /** Appends a text as it is. */
  EncodedBytes text(String text) {
    return text(text, false, false);
  }

  /** Appends a text with backslashes before backslashes and for line feeds. */
  EncodedBytes escaped(String text) {
    return text(text, true, false);
  }

  /** Appends a text as {@link #escaped} does, with backslashes before quotes too. */
  EncodedBytes quoted(String text) {
    return text(text, true, true);
  }

  private EncodedBytes text(String text, boolean escape, boolean quotes) {
    int length = text.length();
    ensure(3 * length);
    byte[] to = bytes;
    int at = size;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size = at;
        i += beyondAscii(text, i) - 1;
        at = size;
      } else if (escape && (c == '\\' || c == '\n' || (quotes && c == '"'))) {
        to[at++] = '\\';
        to[at++] = (byte) (c == '\n' ? 'n' : c);
      } else {
        to[at++] = (byte) c;
      }
    }
    size = at;
    return this;
  }

  /** Appends the code point at this index, for which there is room; returns its characters. */
  private int beyondAscii(String text, int index) {
    int point = text.codePointAt(index);
    if (point < 0x800) {
      bytes[size++] = (byte) (0xC0 | point >> 6);
    } else if (point < 0x10000) {
      if (Character.isSurrogate((char) point)) {
        bytes[size++] = '?';
        return 1;
      }
      bytes[size++] = (byte) (0xE0 | point >> 12);
      bytes[size++] = (byte) (0x80 | (point >> 6 & 0x3F));
    } else {
      bytes[size++] = (byte) (0xF0 | point >> 18);
      bytes[size++] = (byte) (0x80 | (point >> 12 & 0x3F));
      bytes[size++] = (byte) (0x80 | (point >> 6 & 0x3F));
    }
    bytes[size++] = (byte) (0x80 | (point & 0x3F));
    return Character.charCount(point);
  }

  /** Appends a whole number, 0 or more. */
  EncodedBytes number(long value) {
    ensure(MOST_DIGITS);
    int begin = size;
    long left = value;
    do {
      long tenth = left / 10;
      bytes[size++] = (byte) ('0' + (left - 10 * tenth));
      left = tenth;
    } while (left != 0);
    for (int i = begin, j = size - 1; i < j; i++, j--) {
      byte swapped = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swapped;
    }
    return this;
  }

  /** Appends a number as {@link Double#toString} writes it, infinite ones as Prometheus does. */
  EncodedBytes number(double value) {
    long whole = (long) value;
    if (whole == value && whole < MOST_WHOLE && Double.doubleToRawLongBits(value) >= 0) {
      return whole < FIRST_WITH_EXPONENT ? number(whole).put('.').put('0') : withExponent(whole);
    }
    if (Double.isInfinite(value)) {
      return text(value > 0 ? "+Inf" : "-Inf");
    }
    digits.setLength(0);
    digits.append(value);
    ensure(digits.length());
    for (int i = 0; i < digits.length(); i++) {
      bytes[size++] = (byte) digits.charAt(i);
    }
    return this;
  }

  /** Appends one digit, the point, the others without zeros at the end, and the exponent. */
  private EncodedBytes withExponent(long whole) {
    int begin = size;
    number(whole);
    int exponent = size - begin - 1;
    while (size > begin + 1 && bytes[size - 1] == '0') {
      size--;
    }
    if (size == begin + 1) {
      put('0');
    }
    put('0'); // room for the point
    System.arraycopy(bytes, begin + 1, bytes, begin + 2, size - begin - 2);
    bytes[begin + 1] = '.';
    return put('E').number((long) exponent);
  }

  /** Appends milliseconds as seconds with three decimals. */
  EncodedBytes seconds(long millis) {
    number(millis / 1000).put('.');
    long rest = millis % 1000;
    put((char) ('0' + rest / 100)).put((char) ('0' + rest / 10 % 10));
    return put((char) ('0' + rest % 10));
  }

  /** Appends a number as protobuf does: seven bits a byte, the lowest first. */
  EncodedBytes varint(long value) {
    ensure(10);
    long left = value;
    while ((left & ~0x7FL) != 0) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
    return this;
  }

  /** Appends the eight bytes of a double, the lowest first. */
  EncodedBytes fixed(double value) {
    ensure(Long.BYTES);
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes[size++] = (byte) (bits >>> shift);
    }
    return this;
  }
}
