package io.heddle.registry.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketLayoutTest {
  private static final double[] ORCHESTRATION = {0.1, 0.5, 1, 2.5, 5, 10, 30, 60};
  private final BucketLayout grid = new BucketLayout(ORCHESTRATION);

  @Test
  void shouldSeeTheSameCellsWithOtherClassicBounds() {
    double[] others = {0.3, 3, 7};
    BucketLayout both = new BucketLayout(ORCHESTRATION, others);
    BucketLayout view = both.view(others);
    assertThat(view.classicBounds()).containsExactly(others);
    assertThat(view.size()).isEqualTo(both.size());
    for (long nanos : new long[] {1, 300_000_000, 300_000_001, 3_000_000_000L, 7_000_000_001L}) {
      int cell = both.cellOf(nanos);
      assertThat(view.cellOf(nanos)).isEqualTo(cell);
      assertThat(view.nativeIndex(cell)).isEqualTo(both.nativeIndex(cell));
      assertThat(view.classicBucket(cell)).isEqualTo(classic(others, nanos));
      assertThat(both.classicBucket(cell)).isEqualTo(classic(ORCHESTRATION, nanos));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> grid.view(others))
        .withMessage("no cell ends at 0.3 s");
  }

  @Test
  void shouldTellGridsOfOtherCellsApart() {
    BucketLayout more = new BucketLayout(ORCHESTRATION, new double[] {0.3});
    assertThat(more.sameBounds(grid)).isFalse();
    assertThat(more.sameBounds(new BucketLayout(ORCHESTRATION, new double[] {0.3}))).isTrue();
    assertThat(grid.sameBounds(new BucketLayout(ORCHESTRATION, new double[] {0.5}))).isTrue();
  }

  /** The upper bounds of the cells, found from outside by bisection. */
  private static long[] upperBounds(BucketLayout grid) {
    long[] bounds = new long[grid.size()];
    for (int cell = 0; cell < bounds.length; cell++) {
      long low = 0;
      long high = Long.MAX_VALUE;
      while (low < high) {
        long middle = low + ((high - low) >>> 1) + 1;
        if (middle > 0 && grid.cellOf(middle) <= cell) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      bounds[cell] = low;
    }
    return bounds;
  }

  private static int linear(long[] bounds, long nanos) {
    int cell = 0;
    while (nanos > bounds[cell]) {
      cell++;
    }
    return cell;
  }

  /** client_java: the smallest bound that v is not above, v as a double in seconds. */
  private static int classic(double[] bounds, long nanos) {
    double seconds = nanos / 1e9;
    int bucket = 0;
    while (bucket < bounds.length && seconds > bounds[bucket]) {
      bucket++;
    }
    return bucket;
  }

  /** True if n ns is at most 2^(i/8) s: n^8 <= 2^i * 10^72, in whole numbers. */
  private static boolean withinNative(long nanos, int index) {
    BigInteger left = BigInteger.valueOf(nanos).pow(8);
    BigInteger right = BigInteger.TEN.pow(72);
    return index >= 0
        ? left.compareTo(right.shiftLeft(index)) <= 0
        : left.shiftLeft(-index).compareTo(right) <= 0;
  }

  private static void check(BucketLayout grid, long[] bounds, double[] classic, long nanos) {
    int cell = grid.cellOf(nanos);
    assertThat(cell).as("cell of %d", nanos).isEqualTo(linear(bounds, nanos));
    assertThat(grid.classicBucket(cell))
        .as("classic of %d", nanos)
        .isEqualTo(classic(classic, nanos));
  }

  @Test
  void shouldAgreeWithALinearSearchForAMillionValues() {
    long[] bounds = upperBounds(grid);
    Random random = new Random(42);
    for (int i = 0; i < 1_000_000; i++) {
      long nanos = random.nextLong() >>> (1 + random.nextInt(62));
      if (grid.cellOf(nanos) != linear(bounds, nanos)) {
        throw new AssertionError("cell of " + nanos);
      }
      if (nanos < 1L << 53
          && grid.classicBucket(grid.cellOf(nanos)) != classic(ORCHESTRATION, nanos)) {
        throw new AssertionError("classic bucket of " + nanos);
      }
    }
  }

  @Test
  void shouldBeExactAtEveryBoundAndOneNanosecondAround() {
    long[] bounds = upperBounds(grid);
    for (long bound : bounds) {
      for (long nanos = Math.max(0, bound - 1); nanos - 1 <= bound && nanos >= 0; nanos++) {
        if (nanos < 1L << 50) {
          check(grid, bounds, ORCHESTRATION, nanos);
        }
      }
    }
  }

  @Test
  void shouldPutEachCellIntoOneBucketOfEachKindInOrder() {
    for (int cell = 1; cell < grid.size(); cell++) {
      assertThat(grid.classicBucket(cell))
          .isBetween(grid.classicBucket(cell - 1), grid.classicBucket(cell - 1) + 1);
      assertThat(grid.nativeIndex(cell))
          .isBetween(grid.nativeIndex(cell - 1), grid.nativeIndex(cell - 1) + 1);
    }
    assertThat(grid.classicBucket(grid.size() - 1)).isEqualTo(grid.classicSize() - 1);
    assertThat(grid.isNativeZero(0)).isTrue();
    assertThat(grid.isNativeZero(grid.size() - 1)).isFalse();
  }

  @Test
  void shouldBoundNativeBucketsInclusivelyAtPowersOfTheEighthRootOfTwo() {
    for (long bound : upperBounds(grid)) {
      for (long nanos : new long[] {bound - 1, bound, bound + 1}) {
        // above, a double in seconds no longer tells neighbours apart
        if (nanos < 1 || nanos > 1L << 47) {
          continue;
        }
        int index = grid.nativeIndex(grid.cellOf(nanos));
        assertThat(withinNative(nanos, index)).as("%d ns <= 2^(%d/8) s", nanos, index).isTrue();
        if (!grid.isNativeZero(grid.cellOf(nanos))) {
          assertThat(withinNative(nanos, index - 1))
              .as("%d ns > 2^(%d/8) s", nanos, index - 1)
              .isFalse();
        }
      }
    }
  }

  @Test
  void shouldHoldExactPowersOfTwoInTheBucketThatEndsThere() {
    assertThat(grid.nativeIndex(grid.cellOf(1_000_000_000))).isZero();
    assertThat(grid.nativeIndex(grid.cellOf(1_000_000_001))).isEqualTo(1);
    assertThat(grid.nativeIndex(grid.cellOf(2_000_000_000))).isEqualTo(8);
    assertThat(grid.nativeIndex(grid.cellOf(500_000_000))).isEqualTo(-8);
    assertThat(grid.isNativeZero(grid.cellOf(953))).isTrue();
    assertThat(grid.isNativeZero(grid.cellOf(954))).isFalse();
  }

  @Test
  void shouldHoldTheEnds() {
    assertThat(grid.cellOf(0)).isZero();
    assertThat(grid.cellOf(Long.MAX_VALUE)).isEqualTo(grid.size() - 1);
    assertThat(grid.classicBucket(grid.cellOf(Long.MAX_VALUE))).isEqualTo(ORCHESTRATION.length);
  }

  @Test
  void shouldMeanTheWholeNanosecondThatADecimalBoundNames() {
    double[] decimals = {1e-9, 0.001, 0.007, 0.07, 0.1, 0.3, 0.57, 0.7, 1.1, 4.35, 86400.3};
    BucketLayout fine = new BucketLayout(decimals);
    long[] bounds = upperBounds(fine);
    for (double bound : decimals) {
      long nanos =
          new java.math.BigDecimal(Double.toString(bound)).movePointRight(9).longValueExact();
      check(fine, bounds, decimals, nanos - 1);
      check(fine, bounds, decimals, nanos);
      check(fine, bounds, decimals, nanos + 1);
      assertThat(fine.classicBucket(fine.cellOf(nanos)))
          .isLessThan(fine.classicBucket(fine.cellOf(nanos + 1)));
    }
  }

  @Test
  void shouldRoundBoundsBetweenTwoNanosecondsDown() {
    BucketLayout odd = new BucketLayout(new double[] {1.5e-9, 500.0000000006});
    assertThat(odd.classicBucket(odd.cellOf(1))).isZero();
    assertThat(odd.classicBucket(odd.cellOf(2))).isEqualTo(1);
    assertThat(odd.classicBucket(odd.cellOf(500_000_000_000L))).isEqualTo(1);
    assertThat(odd.classicBucket(odd.cellOf(500_000_000_001L))).isEqualTo(2);
  }

  @Test
  void shouldLiveWithoutClassicBounds() {
    BucketLayout none = new BucketLayout(new double[0]);
    assertThat(none.classicSize()).isEqualTo(1);
    assertThat(none.classicBucket(none.cellOf(5))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,0.5", "1,1", "0", "-1", "NaN", "Infinity", "1e10", "1,NaN"})
  void shouldRefuseBounds(String text) {
    String[] parts = text.split(",", -1);
    double[] bounds = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      bounds[i] = Double.parseDouble(parts[i]);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new BucketLayout(bounds));
  }

  @Test
  void shouldRefuseMoreThanAHundredBounds() {
    double[] many = new double[101];
    for (int i = 0; i < many.length; i++) {
      many[i] = i + 1;
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BucketLayout(many))
        .withMessageContaining("at most 100");
  }
}
