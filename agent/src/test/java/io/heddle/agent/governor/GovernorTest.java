package io.heddle.agent.governor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heddle.registry.Registry;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import io.heddle.registry.time.CoarseClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GovernorTest {
  private static final long SECOND = 1_000_000_000;
  // a short second: as many calls would take a real one
  private static final long PASS = 1_000_000;

  /** A clock each read of which takes as long as the test says. */
  private static final class CostlyClock implements CoarseClock.NanoClock {
    final long readNanos;
    long now = 12_345_678_901L;

    CostlyClock(long readNanos) {
      this.readNanos = readNanos;
    }

    @Override
    public long nanos() {
      now += readNanos;
      return now;
    }
  }

  private final List<String> warnings = new ArrayList<>();
  private final Registry registry = new Registry("t", 100, 8 << 20, new CoarseClock(() -> 0));
  private final RunFamily calls =
      registry.family(
          new FamilySpec(
              "call",
              "Calls",
              List.of("rule", "method"),
              new BucketLayout(new double[] {1}),
              false));
  private final CallCost cost = new CallCost(new CostlyClock(48));
  private final Governor governor = governor(1, cost);
  private final Map<Series, Cells> cells = new TreeMap<>(GovernorTest::compare);
  private long now;

  private static int compare(Series one, Series other) {
    return one.labels().values().toString().compareTo(other.labels().values().toString());
  }

  private Governor governor(double percent, CallCost of) {
    Governor made =
        new Governor(
            registry,
            "call",
            percent,
            of,
            (kind, sentence) -> warnings.add(kind + ": " + sentence));
    made.pass(System.nanoTime());
    now = System.nanoTime();
    made.pass(now);
    return made;
  }

  private Series series(String rule, String method) {
    return calls.series(List.of(rule, method));
  }

  /** Runs begin and end as the advice does it. */
  private void call(Series series, int times) {
    Cells own =
        cells.computeIfAbsent(
            series, s -> java.util.Objects.requireNonNull(s.newOwned(), "cells for one thread"));
    for (int i = 0; i < times; i++) {
      boolean timed = own.nextIsTimed();
      own.start();
      if (timed) {
        own.returned(1_000, 1_300);
      } else {
        own.returnedUntimed(0, 0);
      }
    }
  }

  private void pass(Governor of) {
    now += PASS;
    of.pass(now);
  }

  private Map<String, Double> metric(String name, CallCost of) {
    Map<String, Double> values = new TreeMap<>();
    for (MetricSnapshot metric : new GovernorMetrics(registry, "call", of).read()) {
      List<Point> points =
          metric instanceof MetricSnapshot.Counter counter
              ? counter.points()
              : ((MetricSnapshot.Gauge) metric).points();
      for (Point point : points) {
        if (metric.name().equals("t_self_" + name)) {
          values.put(String.join(",", labels(point.labels())), point.value());
        }
      }
    }
    return values;
  }

  private static List<String> labels(LabelSet set) {
    return set.values();
  }

  @Test
  void shouldTimeEveryCallWithinTheBudget() {
    call(series("a", "m"), 90); // of 100,000 in a second
    pass(governor);
    assertThat(series("a", "m").interval()).isZero();
    assertThat(governor.isGoverning()).isFalse();
    assertThat(metric("timing_interval", cost)).containsExactly(Map.entry("a", 1.0));
    assertThat(metric("clock_seconds", cost).values()).containsExactly(48e-9);
  }

  @Test
  void shouldTimeSomeCallsOfWhatIsBusyAndAllOfWhatIsRare() {
    call(series("a", "busy"), 20_000); // 20 million a second, of which 100,000 may be timed
    call(series("b", "rare"), 10);
    pass(governor);
    assertThat(series("a", "busy").interval()).isEqualTo(256);
    assertThat(series("b", "rare").interval()).isZero();
    call(series("a", "busy"), 2_560_000);
    call(series("b", "rare"), 100);
    double untimed = series("a", "busy").untimed();
    assertThat(metric("untimed_calls_total", cost)).containsEntry("a", untimed);
    assertThat(2_560_000 - untimed).isCloseTo(10_000, within(500.0));
    assertThat(metric("untimed_calls_total", cost)).containsEntry("b", 0.0);
    assertThat(series("a", "busy").completed()).isEqualTo(2_580_000);
    double timing = (2_580_000 - untimed) * 100 + 2_580_000 * CallCost.COUNT_NANOS;
    assertThat(metric("overhead_seconds_total", cost).get("a"))
        .isCloseTo(timing / 1e9, within(1e-9));
    assertThat(metric("timing_interval", cost)).containsEntry("a", 256.0).containsEntry("b", 1.0);
  }

  @Test
  void shouldCountExactlyWhatWasNotTimed() {
    Series busy = series("a", "busy");
    call(busy, 20_000);
    pass(governor);
    Cells own = java.util.Objects.requireNonNull(cells.get(busy));
    long untimed = 0;
    for (int i = 0; i < 100_000; i++) {
      boolean timed = own.nextIsTimed();
      own.start();
      if (timed) {
        own.returned(1_000, 1_300);
      } else {
        untimed++;
        own.returnedUntimed(0, 0);
      }
    }
    assertThat(metric("untimed_calls_total", cost)).containsEntry("a", (double) untimed);
  }

  @Test
  void shouldKeepTheBudgetWhereTheClockIsSlow() {
    CallCost slow = new CallCost(new CostlyClock(1_000));
    Governor careful = governor(1, slow);
    assertThat(slow.clockNanos()).isEqualTo(1_000);
    call(series("a", "m"), 20_000);
    pass(careful);
    double timedASecond = 20e6 / series("a", "m").interval();
    assertThat(timedASecond * 2_000).isLessThanOrEqualTo(SECOND / 100.0);
    assertThat(timedASecond * 2_000 * 2).isGreaterThan(SECOND / 100.0);
  }

  @Test
  void shouldFallAfterCalmSecondsOnly() {
    Series busy = series("a", "busy");
    call(busy, 20_000);
    pass(governor);
    for (int i = 0; i < 20; i++) {
      call(busy, i % 2 == 0 ? 12_000 : 24_000);
      pass(governor);
      assertThat(busy.interval()).as("rates that swing").isEqualTo(256);
    }
    for (int i = 0; i < 4; i++) {
      call(busy, 2_000);
      pass(governor);
      assertThat(busy.interval()).isEqualTo(256);
    }
    call(busy, 2_000);
    pass(governor);
    assertThat(busy.interval()).isEqualTo(64);
  }

  @Test
  void shouldTimeEveryCallOfWhatIsNoLongerBusy() {
    Series busy = series("a", "busy");
    call(busy, 200_000);
    pass(governor);
    assertThat(busy.interval()).isGreaterThan(1_000);
    for (int i = 0; i < 12 && governor.isGoverning(); i++) {
      pass(governor);
    }
    assertThat(governor.isGoverning()).isFalse();
    double before = busy.untimed();
    call(busy, 100);
    assertThat(metric("untimed_calls_total", cost)).containsEntry("a", before);
  }

  @Test
  void shouldWarnOnceWhenCountingAloneIsAboveTheBudget() {
    call(series("hot", "m"), 20_000);
    call(series("hot", "n"), 20_000);
    call(series("other", "m"), 30_000);
    pass(governor);
    pass(governor);
    call(series("hot", "m"), 20_000);
    pass(governor);
    assertThat(warnings)
        .containsExactly(
            "governor: counting alone takes about 63.0 % of a core, above governor.budget of 1 %:"
                + " rule hot is called 40,000,000 times a second; let it match fewer methods, or"
                + " exclude its smallest ones");
  }
}
