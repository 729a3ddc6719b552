package io.heddle.agent.os;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The line of {@code /proc/PID/stat}, with the field numbers of proc(5). Each line is read into the
 * same bytes.
 */
final class StatLine {
  static final int USER_TICKS = 14;
  static final int SYSTEM_TICKS = 15;
  static final int CHILDREN_USER_TICKS = 16;
  static final int CHILDREN_SYSTEM_TICKS = 17;
  static final int THREADS = 20;
  static final int START = 22;
  static final int VIRTUAL_BYTES = 23;
  static final int RESIDENT_PAGES = 24;

  private static final int STATE = 3;

  // 52 fields of 20 digits and a name of at most 64 bytes
  private final byte[] bytes = new byte[2048];
  private final long[] fields = new long[RESIDENT_PAGES + 1];
  private int length;
  private int nameEnd;

  /** Reads and parses a line; a field that is cut off or is no number is unknown. */
  void read(InputStream in) throws IOException {
    length = DecimalBytes.fill(bytes, in);
    // the name may hold blanks and brackets, what follows it cannot
    nameEnd = length - 1;
    while (nameEnd >= 0 && bytes[nameEnd] != ')') {
      nameEnd--;
    }
    Arrays.fill(fields, ProcessReading.UNKNOWN);
    int at = nameEnd + 2;
    for (int field = STATE; nameEnd >= 0 && field < fields.length && at < length; field++) {
      int end = DecimalBytes.end(bytes, at, length);
      fields[field] = DecimalBytes.parse(bytes, at, end, length);
      at = end + 1;
    }
  }

  /**
   * Returns a field that is a number; {@link ProcessReading#UNKNOWN} if it is none, or negative, or
   * too large.
   */
  long number(int field) {
    return fields[field];
  }

  /** Returns the sum of two fields; unknown if one of them is. */
  long sum(int field, int other) {
    long sum = fields[field] + fields[other];
    boolean known = fields[field] >= 0 && fields[other] >= 0;
    return known && sum >= 0 ? sum : ProcessReading.UNKNOWN;
  }

  /** Returns the letter of its state; a blank if the line has none. */
  char state() {
    int at = nameEnd + 2;
    return nameEnd < 0 || at >= length ? ' ' : (char) bytes[at];
  }

  /**
   * Returns true if the process still runs. A main thread that has ended before the others looks
   * like a zombie: with more than one thread the process is none.
   */
  boolean alive() {
    int at = nameEnd + 2;
    if (nameEnd < 0 || at >= length) {
      return false;
    }
    return switch (bytes[at]) {
      case 'X', 'x' -> false;
      case 'Z' -> fields[THREADS] > 1;
      default -> true;
    };
  }

  /** Returns the name of the process, which the kernel cuts after 15 bytes; null if none. */
  @Nullable String name() {
    int from = 0;
    while (from < nameEnd && bytes[from] != '(') {
      from++;
    }
    return from + 1 >= nameEnd
        ? null
        : new String(bytes, from + 1, nameEnd - from - 1, StandardCharsets.UTF_8);
  }
}
