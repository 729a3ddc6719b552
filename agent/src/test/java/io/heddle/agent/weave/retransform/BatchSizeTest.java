package io.heddle.agent.weave.retransform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSizeTest {
  private static final double MILLION = 1e6;
  private static final long MEBIBYTE = 1 << 20;

  /** Stops of a JVM that takes so long for each, and so long more for each byte. */
  private static List<Double> stops(
      long all, double fixedMillis, double nanosPerByte, Random busy) {
    BatchSize size = new BatchSize();
    List<Double> stops = new ArrayList<>();
    long left = all;
    while (left > 0) {
      long held = Math.min(left, size.bytes());
      double stop = fixedMillis * MILLION + held * nanosPerByte;
      stop *= 1 + 4 * busy.nextDouble();
      size.took(held, (long) stop);
      stops.add(stop / MILLION);
      left -= held;
    }
    return stops;
  }

  /** A random that is always 0: nobody else takes the processor. */
  private static Random idle() {
    return new Random() {
      private static final long serialVersionUID = 1L;

      @Override
      public double nextDouble() {
        return 0;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"3.3, 10, 32", "15, 10, 32", "21, 12, 36", "3.3, 60, 36", "10, 100, 40"})
  void shouldStayWellBelow50Millis(double fixed, double perByte, double longest) {
    assertThat(stops(40 * MEBIBYTE, fixed, perByte, idle()))
        .allSatisfy(stop -> assertThat(stop).isLessThan(longest));
  }

  @Test
  void shouldNeedFewStops() {
    // 2,000 and 17,000 classes of 1.2 KB
    assertThat(stops(2_420_000, 3.3, 10, idle()).size()).isLessThanOrEqualTo(7);
    assertThat(stops(20_570_000, 20, 10, idle()).size()).isLessThanOrEqualTo(25);
  }

  @Test
  void shouldNotMakeManyStopsWhereOthersTakeTheProcessor() {
    for (int seed = 0; seed < 100; seed++) {
      List<Double> stops = stops(2_420_000, 20, 10, new Random(seed));
      assertThat(stops.size()).as("seed %s", seed).isLessThanOrEqualTo(12);
    }
  }

  @Test
  void shouldNotAddMuchToStopsThatAreLongAnyhow() {
    assertThat(stops(40 * MEBIBYTE, 100, 10, idle()))
        .allSatisfy(stop -> assertThat(stop).isBetween(100.0, 125.0));
  }

  @Test
  void shouldStartSmall() {
    assertThat(new BatchSize().bytes()).isEqualTo(BatchSize.FIRST);
  }

  @Test
  void shouldComeBackAfterALongStop() {
    BatchSize size = new BatchSize();
    for (int i = 0; i < 10; i++) {
      size.took(size.bytes(), 4_000_000);
    }
    assertThat(size.bytes()).isEqualTo(BatchSize.MOST);
    size.took(size.bytes(), 400_000_000);
    assertThat(size.bytes()).isEqualTo(BatchSize.MOST / 2);
    size.took(size.bytes(), 4_000_000);
    assertThat(size.bytes()).isEqualTo(BatchSize.MOST);
  }
}
