package io.heddle.agent.cli.top.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class NativeHistogramTest {
  private static final int SCHEMA = 3;
  private static final double FACTOR = Math.pow(2, 1.0 / 8);
  private static final Percentage ERROR_OF_SCHEMA_3 = Percentage.withPercentage(100 * (FACTOR - 1));

  /** The histogram of these durations, by the definition of native buckets. */
  static NativeHistogram of(double... durations) {
    SortedMap<Integer, Long> buckets = new TreeMap<>();
    for (double duration : durations) {
      int index = (int) Math.ceil(Math.log(duration) / Math.log(FACTOR) - 1e-9);
      buckets.merge(index, 1L, Long::sum);
    }
    return new NativeHistogram(SCHEMA, 0, 0, buckets);
  }

  @Test
  void shouldEstimateTheQuantilesOfKnownDurations() {
    Random random = new Random(7);
    for (int n : new int[] {100, 1_000, 10_000}) {
      double[] durations = new double[n];
      for (int i = 0; i < n; i++) {
        durations[i] = 1e-6 * Math.exp(10 * random.nextDouble());
      }
      NativeHistogram histogram = of(durations);
      Arrays.sort(durations);
      for (double q : new double[] {0.01, 0.5, 0.9, 0.99}) {
        double truth = durations[(int) Math.ceil(q * n) - 1];
        assertThat(histogram.quantile(q)).as("%s of %s", q, n).isCloseTo(truth, ERROR_OF_SCHEMA_3);
      }
    }
  }

  @Test
  void shouldKnowNoQuantileOfNothing() {
    assertThat(NativeHistogram.EMPTY.quantile(0.5)).isNaN();
    assertThat(NativeHistogram.EMPTY.count()).isZero();
  }

  @Test
  void shouldEstimateWhatIsNearlyZero() {
    NativeHistogram zeros = new NativeHistogram(SCHEMA, 1e-9, 10, new TreeMap<>());
    assertThat(zeros.quantile(0.5)).isBetween(0.0, 1e-9);
    assertThat(zeros.plus(of(1)).quantile(1)).isCloseTo(1, ERROR_OF_SCHEMA_3);
  }

  @Test
  void shouldTellWhatCameSinceAnOlderState() {
    NativeHistogram older = of(0.001, 0.001, 0.001);
    NativeHistogram newer = of(0.001, 0.001, 0.001, 1, 2, 4, 8);
    NativeHistogram since = Objects.requireNonNull(newer.since(older));
    assertThat(since).isEqualTo(of(1, 2, 4, 8));
    assertThat(since.count()).isEqualTo(4);
    assertThat(since.quantile(0.5)).isCloseTo(2, ERROR_OF_SCHEMA_3);
    assertThat(newer.since(NativeHistogram.EMPTY)).isEqualTo(newer);
    assertThat(Objects.requireNonNull(newer.since(newer)).quantile(0.5)).isNaN();
  }

  @Test
  void shouldSeeThatTheCountingBeganAgain() {
    assertThat(of(1, 1).since(of(1, 1, 1))).isNull();
    assertThat(of(1, 1, 1, 1).since(of(2))).isNull();
    NativeHistogram other = new NativeHistogram(2, 0, 0, new TreeMap<>(of(1).buckets()));
    assertThat(other.since(of(1))).isNull();
    assertThat(of(1).plus(other)).isEqualTo(of(1));
  }
}
