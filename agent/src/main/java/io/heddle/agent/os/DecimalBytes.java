package io.heddle.agent.os;

import java.io.IOException;
import java.io.InputStream;

/** Parses decimal numbers from bytes, without making text of them. */
final class DecimalBytes {
  private DecimalBytes() {}

  /** Reads a file of lines into an array that is large enough; returns the number of bytes. */
  static int fill(byte[] bytes, InputStream in) throws IOException {
    int length = 0;
    // the kernel writes such a file at once: after the end of a line no further call is spent to
    // see the end of the file
    while (length < bytes.length && (length == 0 || bytes[length - 1] != '\n')) {
      int read = in.read(bytes, length, bytes.length - length);
      if (read <= 0) {
        break;
      }
      length += read;
    }
    return length;
  }

  /** Returns the end of the word that begins here: a blank, a line's end or the end of all. */
  static int end(byte[] bytes, int from, int length) {
    int at = from;
    while (at < length && bytes[at] != ' ' && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /**
   * Returns the number between two places. {@link ProcessReading#UNKNOWN} if it is none, negative
   * or too large for a long, or if it ends where the bytes end: then some digits may be missing.
   */
  static long parse(byte[] bytes, int from, int end, int length) {
    if (from >= end || end >= length) {
      return ProcessReading.UNKNOWN;
    }
    long number = 0;
    for (int at = from; at < end; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
        return ProcessReading.UNKNOWN;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
