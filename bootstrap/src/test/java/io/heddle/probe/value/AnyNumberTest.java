package io.heddle.probe.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.registry.error.UnreadableException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnyNumberTest {
  private static final Random RANDOM = new Random(14);

  /** Numbers of more bits than are written out, and some that are about a power of ten. */
  static Stream<BigInteger> longOnes() {
    BigInteger power = BigInteger.TEN.pow(20_000);
    return Stream.concat(
        Stream.generate(() -> new BigInteger(17_000 + RANDOM.nextInt(60_000), RANDOM)).limit(50),
        Stream.of(
            BigInteger.ONE.shiftLeft(100_000),
            power,
            power.subtract(BigInteger.ONE),
            power.add(BigInteger.ONE),
            power.multiply(BigInteger.valueOf(12_345)),
            power.negate()));
  }

  @ParameterizedTest
  @MethodSource("longOnes")
  void shouldBeginWithTheDigitsThatToStringHas(BigInteger number) {
    String all = number.toString();
    for (int characters : new int[] {1, 10, 128, 1000}) {
      assertThat(AnyNumber.text(number, characters))
          .hasSizeGreaterThanOrEqualTo(characters)
          .hasSizeLessThan(characters + 10)
          .startsWith(all.substring(0, characters));
    }
  }

  @Test
  void shouldLayOutDecimalsAsToStringDoes() {
    BigInteger unscaled = new BigInteger(80_000, RANDOM);
    int digits = unscaled.toString().length();
    int[] scales = {
      0,
      1,
      -1,
      7,
      -7,
      digits - 128,
      digits - 1,
      digits,
      digits + 1,
      digits + 5,
      digits + 6,
      digits + 7,
      digits + 1000,
      -1_000_000,
      1_000_000,
      Integer.MAX_VALUE,
      Integer.MIN_VALUE
    };
    for (int scale : scales) {
      for (BigInteger signed : new BigInteger[] {unscaled, unscaled.negate()}) {
        BigDecimal number = new BigDecimal(signed, scale);
        assertThat(AnyNumber.text(number, 128))
            .as("scale %s", scale)
            .hasSizeLessThan(160)
            .startsWith(number.toString().substring(0, 128));
      }
    }
  }

  @Test
  void shouldTakeNoLongerForMoreDigits() {
    BigInteger huge = BigInteger.ONE.shiftLeft(8_000_000);
    assertThat(AnyNumber.text(huge, 20)).startsWith("92323412683466475285");
    long begin = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      AnyNumber.text(huge, 128);
      AnyNumber.text(new BigDecimal(huge, 1_000_000), 128);
      AnyNumber.asDouble(new BigDecimal(huge, 2_408_239));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void shouldRefuseWhatTakesLong() {
    // as near to a power of ten as can be: nothing but the whole number tells on which side
    BigInteger power = BigInteger.TEN.pow(400_000);
    assertThat(AnyNumber.text(power, 128)).startsWith("1" + "0".repeat(127));
    assertThat(AnyNumber.text(power.shiftLeft(400_000), 128)).isNotEmpty();
    for (BigInteger near :
        new BigInteger[] {power.subtract(BigInteger.ONE), power.add(BigInteger.ONE)}) {
      assertThatThrownBy(() -> AnyNumber.text(near, 128))
          .isInstanceOf(UnreadableException.class)
          .hasMessage("a number of " + near.bitLength() + " bits is too long to be written");
    }
  }

  static Stream<Arguments> doubles() {
    BigInteger unscaled = new BigInteger(50_000, RANDOM).setBit(50_000);
    return Stream.of(
        Arguments.of(new BigDecimal(unscaled, 15_000)),
        Arguments.of(new BigDecimal(unscaled.negate(), 15_300)),
        Arguments.of(new BigDecimal(unscaled, 0)),
        Arguments.of(new BigDecimal(unscaled, 40_000)),
        Arguments.of(new BigDecimal("12.5")),
        Arguments.of(new AtomicLong(7)));
  }

  @ParameterizedTest
  @MethodSource("doubles")
  void shouldBeTheSameDouble(Number number) {
    assertThat(AnyNumber.asDouble(number)).isEqualTo(number.doubleValue());
  }
}
