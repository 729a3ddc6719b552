package io.heddle.agent.governor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimingIntervalsTest {
  private static double timed(double[] rates, int[] intervals) {
    double sum = 0;
    for (int i = 0; i < rates.length; i++) {
      sum += rates[i] / intervals[i];
    }
    return sum;
  }

  @Test
  void shouldTimeEveryCallWithinTheBudget() {
    assertThat(TimingIntervals.of(new double[] {10, 20, 70}, 100)).containsExactly(1, 1, 1);
    assertThat(TimingIntervals.of(new double[0], 100)).isEmpty();
  }

  @Test
  void shouldTimeRareCallsBesideBusyOnes() {
    assertThat(TimingIntervals.of(new double[] {1_000_000, 10, 4_000_000}, 100_000))
        .containsExactly(32, 1, 64);
  }

  @Test
  void shouldStopAtTheLargestInterval() {
    assertThat(TimingIntervals.of(new double[] {1e12, 1}, 1)).containsExactly(1 << 16, 1 << 16);
  }

  @Test
  void shouldKeepTheBudgetWithTheLeastIntervals() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      double[] rates = new double[1 + random.nextInt(50)];
      for (int i = 0; i < rates.length; i++) {
        rates[i] = Math.pow(10, 7 * random.nextDouble());
      }
      int[] intervals = TimingIntervals.of(rates, 100_000);
      assertThat(timed(rates, intervals)).isLessThanOrEqualTo(100_000 + 1e-3);
      double next = 0; // what is gained by half the interval of the one that gave way last
      for (int i = 0; i < rates.length; i++) {
        next = intervals[i] == 1 ? next : Math.max(next, rates[i] / intervals[i]);
      }
      if (next > 0) {
        assertThat(timed(rates, intervals) + next).isGreaterThan(100_000);
      }
    }
  }
}
