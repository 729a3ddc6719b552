package io.heddle.registry.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.heddle.registry.Registry;
import io.heddle.registry.Scraped;
import io.heddle.registry.ThreadCells;
import io.heddle.registry.Workers;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RunFamilyTest {
  private static final BucketLayout GRID =
      new BucketLayout(new double[] {0.1, 0.5, 1, 2.5, 5, 10, 30, 60});
  private final Registry registry = new Registry("t", 2000, 8 << 20);

  private RunFamily family(String name, String... labels) {
    return registry.family(new FamilySpec(name, "F", List.of(labels), GRID, true));
  }

  @Test
  void shouldExportNothingThatNothingFed() {
    family("quiet");
    family("named", "a").series(List.of("x"));
    registry.counter("bytes", "B", List.of("a"));
    assertThat(registry.snapshot()).isEmpty();
  }

  @Test
  @Tag("vector-1")
  void shouldFillTheBucketsOfTheGoldenHistogram() {
    Cells cells = family("orchestration").series(List.of()).shared();
    for (long millis : new long[] {50, 300, 7_000, 100_000}) {
      cells.start();
      cells.succeed(millis * 1_000_000);
    }
    HistogramPoint point =
        new Scraped(registry).histogram("t_orchestration_duration_seconds").get(0);
    assertThat(GRID.classicCounts(point)).containsExactly(1, 1, 0, 0, 0, 1, 0, 0, 1);
    assertThat(point.count()).isEqualTo(4);
    assertThat(point.sum()).isCloseTo(107.35, within(1e-9));
  }

  @Test
  void shouldFeedFiveSeriesFromEveryEnd() {
    Cells cells = family("tool", "tool").series(List.of("grep")).shared();
    for (int i = 0; i < 10; i++) {
      cells.start();
    }
    cells.succeed(1);
    cells.end(2, Outcome.SUCCESS, "ignored");
    cells.end(3, Outcome.FAILURE, "Boom");
    cells.end(4, Outcome.FAILURE, "Boom");
    cells.end(5, Outcome.FAILURE, "timeout");
    cells.end(6, Outcome.TIMEOUT, "timeout");
    cells.end(7, Outcome.CANCELED, "canceled");
    Scraped now = new Scraped(registry);
    now.checkLaws("t_tool");
    assertThat(now.started("t_tool")).isEqualTo(10);
    assertThat(now.inFlight("t_tool")).isEqualTo(3);
    assertThat(now.sum("t_tool_completed_total", "outcome", "success")).isEqualTo(2);
    assertThat(now.sum("t_tool_completed_total", "outcome", "failure")).isEqualTo(3);
    assertThat(now.sum("t_tool_errors_total", "error_type", "Boom")).isEqualTo(2);
    // one point for one error type, whatever the outcomes it came with
    assertThat(now.sum("t_tool_errors_total", "error_type", "timeout")).isEqualTo(2);
    assertThat(now.points("t_tool_errors_total")).hasSize(3);
    assertThat(now.sum("t_tool_in_flight", "tool", "grep")).isEqualTo(3);
  }

  @Test
  void shouldHandOutTheSameLabelsAtEveryScrape() {
    family("tool", "tool").series(List.of("x")).shared().start();
    LabelSet first = new Scraped(registry).points("t_tool_started_total").get(0).labels();
    assertThat(new Scraped(registry).points("t_tool_started_total").get(0).labels())
        .isSameAs(first);
  }

  @Test
  void shouldRejectAndCountNegativeDurations() {
    Cells cells = family("call").series(List.of()).shared();
    cells.start();
    cells.start();
    cells.succeed(-1);
    cells.end(Long.MIN_VALUE, Outcome.FAILURE, "x");
    assertThat(registry.rejected()).isEqualTo(2);
    Scraped now = new Scraped(registry);
    now.checkLaws("t_call");
    assertThat(now.completed("t_call")).isEqualTo(2);
    assertThat(now.histogram("t_call_duration_seconds")).allMatch(point -> point.sum() == 0);
  }

  @Test
  void shouldHoldTheLawsAtEveryScrapeWhileFourThreadsWrite() throws Exception {
    int runs = 300_000;
    RunFamily family = family("call", "name");
    Series owned = family.series(List.of("owned"));
    owned.claimSlot();
    Series shared = family.series(List.of("shared"));
    Workers workers =
        Workers.start(
            4,
            index -> {
              ThreadCells mine = registry.cellsOf(Thread.currentThread());
              for (int i = 0; i < runs; i++) {
                run(mine.create(owned), i);
                run(shared.shared(), i + index);
              }
            });
    Scraped last = new Scraped(registry);
    int scrapes = 0;
    do {
      Scraped now = new Scraped(registry);
      now.checkLaws("t_call");
      now.checkNothingFell(last);
      assertThat(now.inFlight("t_call")).isLessThanOrEqualTo(8 * 1000);
      last = now;
      scrapes++;
    } while (workers.areAlive());
    workers.join();
    Scraped rest = new Scraped(registry);
    rest.checkLaws("t_call");
    rest.checkNothingFell(last);
    assertThat(scrapes).isGreaterThan(10);
    assertThat(rest.started("t_call")).isEqualTo(8.0 * runs);
    assertThat(rest.inFlight("t_call")).isZero();
    assertThat(rest.sum("t_call_completed_total", "outcome", "timeout")).isEqualTo(0.8 * runs);
    assertThat(rest.sum("t_call_errors_total", "error_type", "E2")).isEqualTo(0.8 * runs);
  }

  private static void run(@org.jspecify.annotations.Nullable Cells cells, int i) {
    if (cells == null) {
      throw new AssertionError("no cells");
    }
    cells.start();
    switch (i % 10) {
      case 0 -> cells.end(i, Outcome.TIMEOUT, "timeout");
      case 1 -> cells.end(1L << (i % 40), Outcome.FAILURE, "E1");
      case 2 -> cells.end(i, Outcome.FAILURE, "E2");
      case 3 -> cells.end(i, Outcome.CANCELED, "canceled");
      default -> cells.succeed(1L << (i % 40));
    }
  }

  @Test
  void shouldReadExactlyTheThreadsThatAreParkedInside() throws Exception {
    int parked = 25;
    Series series = family("call").series(List.of());
    series.claimSlot();
    CountDownLatch inside = new CountDownLatch(parked);
    CountDownLatch leave = new CountDownLatch(1);
    Workers workers =
        Workers.start(
            parked,
            index -> {
              ThreadCells mine = registry.cellsOf(Thread.currentThread());
              Cells cells = index % 2 == 0 ? series.shared() : mine.create(series);
              if (cells == null) {
                throw new AssertionError("no cells");
              }
              cells.start();
              inside.countDown();
              leave.await();
              cells.succeed(1);
            });
    inside.await();
    for (int i = 0; i < 10; i++) {
      assertThat(new Scraped(registry).inFlight("t_call")).isEqualTo(parked);
    }
    leave.countDown();
    workers.join();
    assertThat(new Scraped(registry).inFlight("t_call")).isZero();
  }

  @Test
  void shouldFoldAMillionLabelSetsIntoOneAndLoseNoRun() {
    Registry small = new Registry("t", 100, 8 << 20);
    RunFamily family = small.family(new FamilySpec("tool", "T", List.of("a", "b"), GRID, false));
    for (int i = 0; i < 1_000_000; i++) {
      Cells cells = family.series(List.of("v" + i, "w")).shared();
      cells.start();
      cells.succeed(i);
    }
    Scraped now = new Scraped(small);
    now.checkLaws("t_tool");
    assertThat(now.points("t_tool_started_total")).hasSize(101);
    assertThat(now.started("t_tool")).isEqualTo(1_000_000);
    assertThat(now.sum("t_tool_started_total", "a", "_overflow_", "b", "_overflow_"))
        .isEqualTo(999_900);
    assertThat(small.dropped()).isEqualTo(Map.of("tool", 999_900L));
    assertThat(small.liveSeries()).isEqualTo(101);
  }

  @Test
  void shouldCountDroppedExactlyWhenThreadsFightForTheLastPlaces() throws Exception {
    Registry small = new Registry("t", 50, 8 << 20);
    RunFamily family = small.family(new FamilySpec("tool", "T", List.of("a"), GRID, false));
    Workers.start(
            8,
            index -> {
              for (int i = 0; i < 50; i++) {
                family.series(List.of("v" + i)).shared().start();
              }
            })
        .join();
    assertThat(family.dropped()).isZero();
    assertThat(small.liveSeries()).isEqualTo(50);
    assertThat(new Scraped(small).points("t_tool_started_total"))
        .hasSize(50)
        .allMatch(point -> point.value() == 8);
  }

  @Test
  void shouldKeepOneOverflowSeriesWhenTheApplicationUsesTheWord() {
    RunFamily family = family("tool", "tool");
    family.series(List.of(RunFamily.OVERFLOW)).shared().start();
    Registry small = new Registry("t", 1, 0);
    RunFamily full = small.family(family.spec());
    full.series(List.of("first")).shared().start();
    full.series(List.of(RunFamily.OVERFLOW)).shared().start();
    full.series(List.of("second")).shared().start();
    assertThat(new Scraped(small).points("t_tool_started_total")).hasSize(2);
    assertThat(new Scraped(small).sum("t_tool_started_total", "tool", RunFamily.OVERFLOW))
        .isEqualTo(2);
  }

  @Test
  void shouldCapErrorTypesAtAHundredForTheWholeFamily() {
    RunFamily family = family("tool", "tool");
    for (int i = 0; i < 300; i++) {
      Cells cells = family.series(List.of("t" + i % 3)).shared();
      cells.start();
      cells.end(i, Outcome.FAILURE, "E" + i);
    }
    Scraped now = new Scraped(registry);
    now.checkLaws("t_tool");
    List<String> types = new ArrayList<>();
    for (Point point : now.points("t_tool_errors_total")) {
      types.add(point.labels().values().get(1));
    }
    assertThat(types.stream().distinct()).hasSize(101).contains("_other_", "E99");
    assertThat(now.sum("t_tool_errors_total", "error_type", "_other_")).isEqualTo(200);
  }

  @Test
  void shouldGiveTheSameFamilyForTheSameNameAndRefuseAnother() {
    RunFamily family = family("tool", "tool");
    assertThat(family("tool", "tool")).isSameAs(family);
    assertThatIllegalArgumentException().isThrownBy(() -> family("tool", "other"));
    BucketLayout other = new BucketLayout(new double[] {1});
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> registry.family(new FamilySpec("tool", "F", List.of("tool"), other, true)))
        .withMessage("family 'tool' exists with other labels or buckets");
    assertThatIllegalArgumentException().isThrownBy(() -> family.series(List.of("a", "b")));
    family.series(List.of("x")).shared().start();
    assertThat(new Scraped(registry).points("t_tool_started_total")).hasSize(1);
  }

  @Test
  void shouldRefuseALimitOfNoSeries() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Registry("t", 0, 0))
        .withMessage("limits.series must be at least 1, not 0");
  }

  @Test
  void shouldCountExactlyWithEightThreads() throws Exception {
    Series series = family("call").series(List.of());
    series.claimSlot();
    Workers.start(
            8,
            index -> {
              ThreadCells mine = registry.cellsOf(Thread.currentThread());
              for (int i = 0; i < 100_000; i++) {
                run(mine.create(series), i);
              }
            })
        .join();
    Scraped now = new Scraped(registry);
    now.checkLaws("t_call");
    assertThat(now.started("t_call")).isEqualTo(800_000);
    assertThat(now.completed("t_call")).isEqualTo(800_000);
  }
}
