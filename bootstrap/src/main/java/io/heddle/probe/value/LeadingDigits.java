package io.heddle.probe.value;

import io.heddle.registry.error.UnreadableException;
import java.math.BigInteger;

/**
 * The first decimal digits of a long number, and how many digits it has. Computed without the
 * others: from bounds of the number and of a power of ten that are as exact as these digits need.
 * If the bounds disagree the number is very close to one with these digits and zeros: it is found
 * to be that one, or computed if that takes no time, or refused.
 */
final class LeadingDigits {
  /** Bits beyond those of the digits: the bounds of a power of 10^(2^31) take 31 of them. */
  private static final int GUARD_BITS = 128;

  /**
   * Maximum number of bits of a number that is computed exactly: a power of ten of so many bits
   * takes some 50 ms, and 20 times as long for 8 times the bits.
   */
  private static final int MOST_BITS = 1 << 20;

  /** A prime modulus: unequal numbers have the same remainder in one of so many cases only. */
  private static final BigInteger PRIME = BigInteger.ONE.shiftLeft(521).subtract(BigInteger.ONE);

  private static final double DIGITS_A_BIT = Math.log10(2);
  private static final BigInteger FIVE = BigInteger.valueOf(5);

  /** The digits, at least as many as were wanted. */
  final String first;

  /** Number of digits that the number has. */
  final long count;

  private LeadingDigits(String first, long count) {
    this.first = first;
    this.count = count;
  }

  /**
   * Computes the digits.
   *
   * @param number positive, with more digits than are wanted
   * @throws UnreadableException if that would take long
   */
  static LeadingDigits of(BigInteger number, int wanted) {
    int bits = number.bitLength();
    long exponent = Math.max(0, (long) ((bits - 1) * DIGITS_A_BIT) - wanted - 1);
    int precision = (int) (wanted / DIGITS_A_BIT) + GUARD_BITS;
    Power power = new Power(exponent, precision);
    int cut = Math.max(0, bits - precision);
    BigInteger head = number.shiftRight(cut);
    long shift = cut - power.shift - exponent;
    if (shift >= 0) {
      String low = head.shiftLeft((int) shift).divide(power.high).toString();
      BigInteger above = head.add(BigInteger.ONE).shiftLeft((int) shift);
      String high = above.divide(power.low).toString();
      if (low.length() == high.length() && low.regionMatches(0, high, 0, wanted)) {
        return new LeadingDigits(low, exponent + low.length());
      }
      String round = high.substring(0, wanted).concat("0".repeat(high.length() - wanted));
      if (isMultiple(number, new BigInteger(round), exponent)) {
        return new LeadingDigits(round, exponent + round.length());
      }
    }
    if (bits > MOST_BITS) {
      throw new UnreadableException("a number of " + bits + " bits is too long to be written");
    }
    String exact = number.divide(BigInteger.TEN.pow((int) exponent)).toString();
    return new LeadingDigits(exact, exponent + exact.length());
  }

  /** Returns true if a number as near as the bounds is {@code of} times that power of ten. */
  private static boolean isMultiple(BigInteger number, BigInteger of, long exponent) {
    BigInteger power = BigInteger.TEN.modPow(BigInteger.valueOf(exponent), PRIME);
    return number.mod(PRIME).equals(power.multiply(of).mod(PRIME));
  }

  /** The bounds of a power of five: it lies between low and high, times 2 to the power of shift. */
  private static final class Power {
    private final int precision;
    BigInteger low = BigInteger.ONE;
    BigInteger high = BigInteger.ONE;
    long shift;

    Power(long exponent, int precision) {
      this.precision = precision;
      for (long bit = Long.highestOneBit(exponent); bit != 0; bit >>= 1) {
        low = low.multiply(low);
        high = high.multiply(high);
        shift *= 2;
        if ((exponent & bit) != 0) {
          low = low.multiply(FIVE);
          high = high.multiply(FIVE);
        }
        cut();
      }
    }

    private void cut() {
      int extra = high.bitLength() - precision;
      if (extra > 0) {
        low = low.shiftRight(extra);
        high = high.shiftRight(extra).add(BigInteger.ONE);
        shift += extra;
      }
    }
  }
}
