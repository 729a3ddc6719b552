package io.heddle.agent.yaml;

/** Parses and formats numbers with units. Text that cannot be parsed gives -1. */
public final class Quantities {
  public static final long KIB = 1024;
  public static final long MIB = 1024 * KIB;
  public static final long GIB = 1024 * MIB;
  private static final int MOST_DIGITS = 15;

  private Quantities() {}

  /** Parses a size in bytes: plain, KiB, MiB or GiB. */
  static long bytes(String text) {
    int digits = digits(text);
    return times(
        text,
        digits,
        switch (text.substring(digits).trim()) {
          case "" -> 1;
          case "KiB" -> KIB;
          case "MiB" -> MIB;
          case "GiB" -> GIB;
          default -> -1;
        });
  }

  /** Parses a duration in ms, s, m, h or d into milliseconds. */
  public static long millis(String text) {
    int digits = digits(text);
    return times(
        text,
        digits,
        switch (text.substring(digits).trim()) {
          case "ms" -> 1;
          case "s" -> 1000;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          case "d" -> 86_400_000;
          default -> -1;
        });
  }

  /** Parses a percentage such as {@code 1%} or {@code 0.5%}. */
  public static double percent(String text) {
    int end = text.length() - 1;
    if (end < 1 || text.charAt(end) != '%') {
      return -1;
    }
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.') {
        return -1;
      }
    }
    try {
      return Double.parseDouble(text.substring(0, end));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static int digits(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }

  private static long times(String text, int digits, long unit) {
    if (digits == 0 || digits > MOST_DIGITS || unit < 0) {
      return -1;
    }
    long number = Long.parseLong(text.substring(0, digits));
    return number > Long.MAX_VALUE / unit ? -1 : number * unit;
  }

  /** Formats a size in bytes: {@code 8MiB} rather than 8388608. */
  public static String ofBytes(long bytes) {
    if (bytes >= GIB && bytes % GIB == 0) {
      return bytes / GIB + "GiB";
    }
    if (bytes >= MIB && bytes % MIB == 0) {
      return bytes / MIB + "MiB";
    }
    return bytes >= KIB && bytes % KIB == 0 ? bytes / KIB + "KiB" : bytes + " bytes";
  }

  /** Formats milliseconds: {@code 60s} rather than 60000. */
  static String ofMillis(long millis) {
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
