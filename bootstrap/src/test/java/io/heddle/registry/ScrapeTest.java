package io.heddle.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.labeled.DurationHistogram;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a scrape hands over, part by part. */
class ScrapeTest {
  private static final int SETS = 300;

  private final Registry registry = new Registry("heddle", SETS, 8 << 20);
  private final BucketLayout grid = new BucketLayout(new double[] {1, 2});
  private final FamilySpec tool = new FamilySpec("tool", "T", List.of("tool"), grid, true);

  private Cells cells(int set) {
    return registry.family(tool).series(List.of("t" + set)).shared();
  }

  private void fill() {
    for (int set = 0; set < SETS + 1; set++) { // one too many: it overflows
      cells(set).start();
      cells(set).succeed(set * 1000L);
      cells(set).start();
      cells(set).end(1, Outcome.TIMEOUT, "timeout");
      cells(set).start();
    }
  }

  @Test
  void shouldHandOverHistogramsPartByPartAndTheRestWhole() throws IOException {
    fill();
    Map<String, Integer> parts = new HashMap<>();
    Set<LabelSet> seen = new HashSet<>();
    List<String> order = new ArrayList<>();
    registry.scrape(
        (metric, continued) -> {
          int before = parts.merge(metric.name(), 1, Integer::sum) - 1;
          assertThat(continued).as(metric.name()).isEqualTo(before > 0);
          if (!continued) {
            order.add(metric.name());
          }
          if (metric instanceof MetricSnapshot.Histogram histogram) {
            assertThat(histogram.points().size()).isBetween(1, MetricSink.HISTOGRAMS + 3);
            histogram.points().forEach(point -> assertThat(seen.add(point.labels())).isTrue());
          }
        });
    assertThat(seen).hasSize(2 * (SETS + 1));
    assertThat(parts.get("heddle_tool_duration_seconds")).isGreaterThan(15);
    assertThat(order)
        .containsExactly(
            "heddle_tool_duration_seconds",
            "heddle_tool_completed_total",
            "heddle_tool_errors_total",
            "heddle_tool_in_flight",
            "heddle_tool_oldest_seconds",
            "heddle_tool_started_total");
    new Scraped(registry).checkLaws("heddle_tool");
  }

  @Test
  void shouldHandOverOtherHistogramsPartByPart() throws IOException {
    DurationHistogram waits =
        registry.metrics().durations("waits", "W", List.of("a"), new double[] {1});
    for (int set = 0; set < SETS; set++) {
      waits.record(List.of("v" + set), set);
    }
    Map<String, Integer> points = new HashMap<>();
    registry.scrape(
        (metric, continued) -> {
          int size = ((MetricSnapshot.Histogram) metric).points().size();
          assertThat(size).isLessThanOrEqualTo(MetricSink.HISTOGRAMS);
          assertThat(points.merge(metric.name(), size, Integer::sum) > size).isEqualTo(continued);
        });
    assertThat(points).containsOnly(Map.entry("heddle_waits", SETS));
  }

  /** While a client is waited for, others scrape, and threads that count get what they need. */
  @Test
  void shouldHoldNoLockWhileTheSinkWaits() throws Exception {
    fill();
    registry.addProducer(() -> List.of(new MetricSnapshot.Counter("x_total", "X", List.of())));
    List<String> told = new ArrayList<>();
    registry.scrape(
        (metric, continued) -> {
          try {
            told.add(metric.name());
            CompletableFuture.supplyAsync(registry::snapshot).get(20, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
    assertThat(told).contains("x_total", "heddle_tool_started_total");
  }

  @Test
  void shouldStopWhenTheSinkHasEnough() {
    fill();
    assertThatThrownBy(
            () ->
                registry.scrape(
                    (metric, continued) -> {
                      throw new IOException("gone");
                    }))
        .hasMessage("gone");
    new Scraped(registry).checkLaws("heddle_tool"); // and leaves no lock behind
  }

  @Test
  void shouldObeyTheLawsOfEachLabelSetWhileThreadsWriteAndSetsAppear() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < 2; writer++) {
      int first = writer;
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = first; !stop.get(); i++) {
                  Cells cells = cells(i % SETS);
                  cells.start();
                  cells.end(i, i % 5 == 0 ? Outcome.FAILURE : Outcome.SUCCESS, "io");
                }
              }));
    }
    Scraped before = new Scraped(registry);
    for (int i = 0; i < 50; i++) {
      Scraped now = new Scraped(registry);
      now.checkLaws("heddle_tool");
      now.checkNothingFell(before);
      before = now;
    }
    stop.set(true);
    for (CompletableFuture<Void> writer : writers) {
      writer.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldWeighTheHeaviestFamily() {
    assertThat(registry.weigh(1, 1, 1)).isZero();
    fill();
    // started, in flight, oldest, success, timeout and one kind of error
    assertThat(registry.weigh(1, 0, 0)).isEqualTo(6L * (SETS + 1));
    assertThat(registry.weigh(0, 1, 0)).isEqualTo(6L * (SETS + 1));
    long characters = 10L * 2 + 90 * 3 + 200 * 4 + "_overflow_".length();
    assertThat(registry.weigh(0, 0, 1)).isEqualTo(2 * characters);
    registry.counter("bytes", "B", List.of("a")).at(List.of("x".repeat(10_000))).increment();
    assertThat(registry.weigh(0, 0, 1)).isEqualTo(10_000);
  }

  @Test
  void shouldWeighTheOverflowOfAFamilyToo() {
    Registry small = new Registry("t", 1, 1 << 20);
    BucketLayout layout = new BucketLayout(new double[] {1, 2});
    FamilySpec spec = new FamilySpec("tool", "T", List.of("tool"), layout, false);
    small.family(spec).series(List.of("abc")).shared().start();
    // started, in flight and success, with three buckets and three characters
    assertThat(small.weigh(1, 0, 0)).isEqualTo(3);
    assertThat(small.weigh(0, 1, 0)).isEqualTo(3);
    assertThat(small.weigh(0, 0, 1)).isEqualTo(3);
    small.family(spec).series(List.of("second")).shared().start();
    assertThat(small.weigh(1, 0, 0)).isEqualTo(2 * 3);
    assertThat(small.weigh(0, 1, 0)).isEqualTo(2 * 3);
    assertThat(small.weigh(0, 0, 1)).isEqualTo("abc".length() + "_overflow_".length());
  }

  @Test
  void shouldWeighTheOverflowOfAMetricToo() {
    Registry small = new Registry("t", 1, 1 << 20);
    DurationHistogram waits =
        small.metrics().durations("waits", "W", List.of("a"), new double[] {1, 2});
    waits.record(List.of("abc"), 1);
    assertThat(small.weigh(1, 0, 0)).isEqualTo(1);
    assertThat(small.weigh(0, 1, 0)).isEqualTo(3);
    assertThat(small.weigh(0, 0, 1)).isEqualTo(3);
    waits.record(List.of("second"), 1);
    assertThat(small.weigh(1, 0, 0)).isEqualTo(2);
    assertThat(small.weigh(0, 1, 0)).isEqualTo(2 * 3);
    assertThat(small.weigh(0, 0, 1)).isEqualTo("abc".length() + "_overflow_".length());
  }

  @Test
  void shouldTellTheBeginningOfARunAsTheSameMomentEachTime() throws Exception {
    long early = System.currentTimeMillis();
    InFlightRun run = registry.open(cells(1), System.nanoTime());
    long late = System.currentTimeMillis();
    Set<Long> since = new HashSet<>();
    Set<Double> seconds = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      InFlightRun.InFlight view = registry.inFlight().get(0);
      since.add(view.sinceMillis());
      seconds.add(view.seconds());
      TimeUnit.MILLISECONDS.sleep(1); // the clock moves on
    }
    assertThat(seconds).hasSize(20);
    assertThat(since).hasSize(1);
    assertThat(since.iterator().next()).isBetween(early - 5, late + 5);
    assertThat(registry.mostInFlight()).isEqualTo(1);
    registry.close(run);
    assertThat(registry.mostInFlight()).isZero();
  }
}
