package io.heddle.probe.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads numbers of the JDK of any length: of long ones only the first digits are computed. */
public final class AnyNumber {
  /** Maximum number of bits of a number that is always written in full: that takes some 50 µs. */
  private static final int SHORT_BITS = 1 << 14;

  /** Number of bits that surely make one decimal digit or more. */
  private static final int BITS_A_CHARACTER = 4;

  /** Number of digits that distinguish one double from another, and more. */
  private static final int DOUBLE_DIGITS = 40;

  private static final int LEAST_PLAIN_EXPONENT = -6;

  /** Number of texts that are kept: of states, ports of a test, and statuses of HTTP. */
  private static final int KEPT = 1024;

  // by number; plain: each thread may write the same text once more
  private static final @Nullable String[] TEXTS = new String[KEPT];

  private AnyNumber() {}

  /** Returns a number as text, of which those from 0 to 1023 are made once. */
  static String text(long number) {
    if (number < 0 || number >= KEPT) {
      return Long.toString(number);
    }
    String known = TEXTS[(int) number];
    if (known == null) {
      known = Long.toString(number);
      TEXTS[(int) number] = known;
    }
    return known;
  }

  /**
   * Returns the text of {@code toString}, or at least its first characters.
   *
   * @param number of a class of the JDK
   * @param characters how many are of interest
   */
  public static String text(Number number, int characters) {
    if (number instanceof BigInteger whole && isLong(whole, characters)) {
      return sign(whole) + LeadingDigits.of(whole.abs(), characters).first;
    }
    if (number instanceof BigDecimal decimal && isLong(decimal.unscaledValue(), characters)) {
      return text(decimal, characters);
    }
    return isWord(number) ? text(number.longValue()) : number.toString();
  }

  private static boolean isLong(BigInteger number, int characters) {
    int bits = number.bitLength();
    return bits > SHORT_BITS && bits / BITS_A_CHARACTER > characters;
  }

  private static String sign(BigInteger number) {
    return number.signum() < 0 ? "-" : "";
  }

  /** Returns the text in the layout of BigDecimal; an exponent comes after the digits asked for. */
  private static String text(BigDecimal decimal, int characters) {
    BigInteger unscaled = decimal.unscaledValue();
    LeadingDigits digits = LeadingDigits.of(unscaled.abs(), characters);
    long point = digits.count - decimal.scale();
    StringBuilder out = new StringBuilder(sign(unscaled));
    if (decimal.scale() == 0) {
      return out.append(digits.first).toString();
    }
    if (decimal.scale() < 0 || point - 1 < LEAST_PLAIN_EXPONENT) {
      return out.append(digits.first, 0, 1)
          .append('.')
          .append(digits.first, 1, digits.first.length())
          .toString();
    }
    if (point <= 0) {
      return out.append("0.").append("0".repeat((int) -point)).append(digits.first).toString();
    }
    int whole = (int) Math.min(point, digits.first.length());
    out.append(digits.first, 0, whole);
    if (whole == point) {
      out.append('.').append(digits.first, whole, digits.first.length());
    }
    return out.toString();
  }

  /** Returns true if the number is 0; NaN is not. */
  public static boolean isZero(Number number) {
    if (number instanceof BigInteger whole) {
      return whole.signum() == 0;
    }
    if (number instanceof BigDecimal decimal) {
      return decimal.signum() == 0;
    }
    return number.doubleValue() == 0;
  }

  /** Returns the nearest double, or a neighbour of it. */
  public static double asDouble(Number number) {
    if (number instanceof BigDecimal decimal && isLong(decimal.unscaledValue(), DOUBLE_DIGITS)) {
      BigInteger unscaled = decimal.unscaledValue();
      LeadingDigits digits = LeadingDigits.of(unscaled.abs(), DOUBLE_DIGITS);
      BigInteger first = new BigInteger(sign(unscaled).concat(digits.first));
      long scale = decimal.scale() - (digits.count - digits.first.length());
      return new BigDecimal(first, (int) Math.max(Integer.MIN_VALUE, scale)).doubleValue();
    }
    return number.doubleValue();
  }

  /** Returns true if a number of the JDK that is no float or double equals the other exactly. */
  public static boolean isExactly(Number number, Number other) {
    if (isWord(number) && isWord(other)) {
      return number.longValue() == other.longValue();
    }
    if (number instanceof BigInteger whole && other instanceof Long) {
      return whole.bitLength() < Long.SIZE && whole.longValue() == other.longValue();
    }
    if (number instanceof BigDecimal decimal
        && isLong(decimal.unscaledValue(), DOUBLE_DIGITS)
        && asDouble(number) != other.doubleValue()) {
      return false;
    }
    return decimal(number).compareTo(decimal(other)) == 0;
  }

  /** Returns true for a whole number of at most 64 bits. */
  private static boolean isWord(Number number) {
    return number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte;
  }

  private static BigDecimal decimal(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    return number instanceof BigInteger whole
        ? new BigDecimal(whole)
        : new BigDecimal(number.toString());
  }
}
