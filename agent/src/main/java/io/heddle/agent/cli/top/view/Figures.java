package io.heddle.agent.cli.top.view;

import java.util.Locale;

/** Formats numbers in few characters, three digits each; what is unknown is '-'. */
public final class Figures {
  private static final String UNKNOWN = "-";
  private static final String[] THOUSANDS = {"", "k", "M", "G", "T"};
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final double LEAST_SHARE = 0.00005;

  private Figures() {}

  /** Formats a number, such as a rate. */
  public static String number(double value) {
    if (Double.isNaN(value)) {
      return UNKNOWN;
    }
    if (value == 0) {
      return "0";
    }
    double left = value;
    int power = 0;
    while (left >= (power == 0 ? 9_999.5 : 999.5) && power < THOUSANDS.length - 1) {
      left /= 1000;
      power++;
    }
    return digits(left) + THOUSANDS[power];
  }

  /** Formats a count in full. */
  public static String count(double value) {
    return Double.isNaN(value) ? UNKNOWN : Long.toString((long) value);
  }

  /** Formats a duration in seconds. */
  public static String duration(double seconds) {
    if (Double.isNaN(seconds)) {
      return UNKNOWN;
    }
    if (seconds == 0) {
      return "0s";
    }
    if (seconds < 999.5e-9) {
      return digits(seconds * 1e9) + "ns";
    }
    if (seconds < 999.5e-6) {
      return digits(seconds * 1e6) + "us";
    }
    if (seconds < 0.9995) {
      return digits(seconds * 1e3) + "ms";
    }
    long whole = Math.round(seconds);
    if (whole < MINUTE) {
      return digits(seconds) + "s";
    }
    return whole < HOUR
        ? String.format(Locale.ROOT, "%dm%02ds", whole / MINUTE, whole % MINUTE)
        : String.format(Locale.ROOT, "%dh%02dm", whole / HOUR, whole % HOUR / MINUTE);
  }

  /** Formats a share, 0 to 1, in percent. */
  public static String percent(double share) {
    if (Double.isNaN(share)) {
      return UNKNOWN;
    }
    return share > 0 && share < LEAST_SHARE ? "<0.01%" : digits(100 * share) + "%";
  }

  /** Formats bytes, in powers of 1024. */
  public static String bytes(double bytes) {
    if (Double.isNaN(bytes)) {
      return UNKNOWN;
    }
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double left = bytes;
    int power = 0;
    while (left >= 1023.5 && power < units.length - 1) {
      left /= 1024;
      power++;
    }
    return (power == 0 ? count(left) : digits(left)) + units[power];
  }

  private static String digits(double value) {
    if (value == 0) {
      return "0";
    }
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
