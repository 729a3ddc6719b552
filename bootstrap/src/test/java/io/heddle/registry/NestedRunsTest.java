package io.heddle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Runs that are part of others count in their series, and are told apart. */
class NestedRunsTest {
  private static final String STARTED = "t_exec_started_total";
  private static final String COMPLETED = "t_exec_completed_total";
  private static final String ERRORS = "t_exec_errors_total";
  private static final String COUNT = "t_exec_duration_seconds";

  private final Registry registry = new Registry("t", 100, 8 << 20);
  private final RunFamily family =
      registry.family(
          new FamilySpec("exec", "E", List.of("name"), new BucketLayout(new double[] {1}), true));

  /** Sums by name, of everything and of what is part of something. */
  private static final class Sums implements MetricSink {
    final Map<String, Double> all = new HashMap<>();
    final Map<String, Double> parts = new HashMap<>();

    @Override
    public void take(MetricSnapshot metric, boolean continued) {
      add(all, metric);
    }

    @Override
    public void part(MetricSnapshot share) {
      add(parts, share);
    }

    private static void add(Map<String, Double> sums, MetricSnapshot metric) {
      double sum = 0;
      if (metric instanceof MetricSnapshot.Counter counter) {
        sum = counter.points().stream().mapToDouble(Point::value).sum();
      } else if (metric instanceof MetricSnapshot.Gauge gauge) {
        sum = gauge.points().stream().mapToDouble(Point::value).sum();
      } else if (metric instanceof MetricSnapshot.Histogram histogram) {
        sum = histogram.points().stream().mapToDouble(HistogramPoint::count).sum();
      }
      sums.merge(metric.name(), sum, Double::sum);
    }

    double all(String name) {
      return all.getOrDefault(name, 0.0);
    }

    double parts(String name) {
      return parts.getOrDefault(name, 0.0);
    }

    double own(String name) {
      return all(name) - parts(name);
    }
  }

  private Sums scrape() {
    Sums sums = new Sums();
    try {
      registry.scrape(sums);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return sums;
  }

  @Test
  void shouldTellNothingApartWhereNobodyAsks() {
    Cells cells = family.series(List.of("a")).begin();
    cells.start();
    cells.succeed(1);
    assertThat(scrape().all(STARTED)).isEqualTo(1);
    assertThat(scrape().parts).isEmpty();
  }

  @Test
  void shouldTellApartWhatIsPartOfSomething() {
    AtomicBoolean part = new AtomicBoolean();
    family.parts(labels -> part.get());
    Series series = family.series(List.of("a"));
    assertThat(series.claimSlot()).isNegative();
    Cells own = series.begin();
    part.set(true);
    Cells apart = series.begin();
    for (Cells cells : List.of(own, apart, apart)) {
      cells.start();
      cells.start();
      cells.start();
      cells.succeed(1);
      cells.end(2, Outcome.FAILURE, "io");
    }
    Sums sums = scrape();
    assertThat(sums.all(STARTED)).isEqualTo(9);
    assertThat(sums.own(STARTED)).isEqualTo(3);
    assertThat(sums.all(COMPLETED)).isEqualTo(6);
    assertThat(sums.own(COMPLETED)).isEqualTo(2);
    assertThat(sums.own(ERRORS)).isEqualTo(1);
    assertThat(sums.parts(ERRORS)).isEqualTo(2);
    assertThat(sums.all("t_exec_in_flight")).isEqualTo(3);
    assertThat(sums.own("t_exec_in_flight")).isEqualTo(1);
    assertThat(sums.own(COUNT)).isEqualTo(2);
    Scraped now = new Scraped(registry);
    now.checkLaws("t_exec");
    assertThat(now.points(STARTED)).hasSize(1);
    assertThat(now.points(COMPLETED)).hasSize(2);
  }

  @Test
  void shouldKeepTheLawsOfBothWhileThreadsWrite() throws InterruptedException {
    family.parts(labels -> Thread.currentThread().getName().equals("part"));
    Series series = family.series(List.of("a"));
    AtomicBoolean ends = new AtomicBoolean();
    Runnable runs =
        () -> {
          while (!ends.get()) {
            Cells cells = series.begin();
            cells.start();
            cells.end(5, Outcome.FAILURE, "io");
            cells.start();
            cells.succeed(7);
          }
        };
    List<Thread> threads = List.of(new Thread(runs, "part"), new Thread(runs, "own"));
    threads.forEach(Thread::start);
    Sums before = scrape();
    for (int i = 0; i < 300; i++) {
      Sums now = scrape();
      for (String name : List.of(STARTED, COMPLETED, ERRORS, COUNT)) {
        assertThat(now.own(name)).as(name).isGreaterThanOrEqualTo(before.own(name));
        assertThat(now.parts(name)).as(name).isGreaterThanOrEqualTo(before.parts(name));
      }
      assertThat(now.own(STARTED)).isGreaterThanOrEqualTo(now.own(COMPLETED));
      assertThat(now.own(COUNT)).isEqualTo(now.own(COMPLETED));
      assertThat(now.own(STARTED)).isEqualTo(now.own(COMPLETED) + now.own("t_exec_in_flight"));
      assertThat(now.parts(STARTED))
          .isEqualTo(now.parts(COMPLETED) + now.parts("t_exec_in_flight"));
      before = now;
    }
    ends.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(scrape().all("t_exec_in_flight")).isZero();
  }

  @Test
  void shouldLetGoOfTheJudge() {
    family.parts(labels -> true);
    registry.close();
    assertThat(family.parts()).isNull();
  }
}
