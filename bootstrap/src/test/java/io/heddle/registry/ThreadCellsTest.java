package io.heddle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.snapshot.BucketLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThreadCellsTest {
  private static final BucketLayout GRID = new BucketLayout(new double[] {0.1, 1});
  private final Registry registry = new Registry("t", 2000, 8 << 20);

  private static RunFamily family(Registry registry, boolean tracked) {
    return registry.family(new FamilySpec("call", "C", List.of("n"), GRID, tracked));
  }

  private static Series slotted(RunFamily family, String value) {
    Series series = family.series(List.of(value));
    series.claimSlot();
    return series;
  }

  private static Cells sure(@Nullable Cells cells) {
    if (cells == null) {
      throw new AssertionError("no cells");
    }
    return cells;
  }

  private static void run(Cells cells, long nanos) {
    cells.start();
    cells.succeed(nanos);
  }

  @Test
  void shouldFindTheSameCellsAgainWhenThreadLocalsWereErased() {
    ThreadCells mine = registry.cellsOf(Thread.currentThread());
    assertThat(registry.cellsOf(Thread.currentThread())).isSameAs(mine);
    Series series = slotted(family(registry, false), "x");
    Cells cells = sure(mine.create(series));
    assertThat(mine.at(series.slot())).isSameAs(cells);
    assertThat(sure(mine.create(series))).isSameAs(cells);
    assertThat(cells.owned()).isTrue();
  }

  @Test
  void shouldTellThreadsApartThatCallThemselvesEqual() throws Exception {
    AtomicReference<@Nullable ThreadCells> other = new AtomicReference<>();
    Thread liar =
        new Thread(() -> other.set(registry.cellsOf(Thread.currentThread()))) {
          @Override
          public boolean equals(Object any) {
            return true;
          }

          @Override
          public int hashCode() {
            return 1;
          }

          @Override
          @SuppressWarnings("deprecation") // an application may override it, that is the point
          public long getId() {
            return 1;
          }
        };
    liar.start();
    liar.join();
    assertThat(registry.cellsOf(Thread.currentThread())).isNotSameAs(other.get());
  }

  @Test
  void shouldFoldTenThousandThreadsThatDie() throws Exception {
    Series series = slotted(family(registry, false), "x");
    Series other = slotted(family(registry, false), "y");
    for (int batch = 0; batch < 100; batch++) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        int nanos = i * 1000;
        Thread thread =
            new Thread(
                () -> {
                  ThreadCells mine = registry.cellsOf(Thread.currentThread());
                  run(sure(mine.create(series)), nanos);
                  sure(mine.create(series)).start();
                  sure(mine.create(series)).end(nanos, Outcome.FAILURE, "E");
                  run(sure(mine.create(other)), nanos);
                });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      Scraped now = new Scraped(registry);
      now.checkLaws("t_call");
      assertThat(now.started("t_call")).isEqualTo((batch + 1) * 300.0);
    }
    Scraped last = new Scraped(registry);
    assertThat(last.sum("t_call_completed_total", "n", "x", "outcome", "failure"))
        .isEqualTo(10_000);
    assertThat(last.histogram("t_call_duration_seconds"))
        .allMatch(point -> Math.abs(point.sum() - 100 * 4950e-6) < 1e-9);
    assertThat(registry.cellBytes()).isLessThan(20_000);
  }

  @Test
  void shouldFoldAThreadThatDiedSuppressedAndOneThatDiedInsideARun() throws Exception {
    Series series = slotted(family(registry, false), "x");
    Workers.start(
            2,
            index -> {
              ThreadCells mine = registry.cellsOf(Thread.currentThread());
              Cells cells = sure(mine.create(series));
              run(cells, 5);
              if (index == 0) {
                mine.suppress();
              } else {
                cells.start();
              }
            })
        .join();
    Scraped now = new Scraped(registry);
    now.checkLaws("t_call");
    assertThat(now.completed("t_call")).isEqualTo(2);
    assertThat(now.started("t_call")).isEqualTo(3);
  }

  @Test
  void shouldFindCellsAmongThoseOfTenThousandThreadsInNoTime() {
    Registry crowded = new Registry("t", 1, 0);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      threads.add(new Thread());
      crowded
          .threads()
          .put(new IdentityWeakKey<>(threads.get(i)), new ThreadCells(crowded, threads.get(i)));
    }
    long start = System.nanoTime();
    for (Thread thread : threads) {
      crowded.cellsOf(thread);
    }
    // found in a map; a walk over all threads for each would look 50 million times
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(100);
  }

  @Test
  void shouldStayWithinTheBudgetWithExactTotals() throws Exception {
    int threads = 500;
    int series = 1000;
    RunFamily family = family(registry, false);
    List<Series> all = new ArrayList<>();
    for (int i = 0; i < series; i++) {
      all.add(slotted(family, "s" + i));
    }
    CountDownLatch counted = new CountDownLatch(threads);
    CountDownLatch leave = new CountDownLatch(1);
    Workers workers =
        Workers.start(
            threads,
            index -> {
              ThreadCells mine = registry.cellsOf(Thread.currentThread());
              for (Series one : all) {
                run(sure(mine.create(one)), 1_000);
                run(sure(mine.create(one)), 1_000_000L * index);
              }
              counted.countDown();
              leave.await();
            });
    assertThat(counted.await(60, TimeUnit.SECONDS)).isTrue();
    Scraped now = new Scraped(registry);
    now.checkLaws("t_call");
    assertThat(now.completed("t_call")).isEqualTo(2.0 * threads * series);
    assertThat(registry.cellBytes()).isLessThanOrEqualTo(8 << 20);
    leave.countDown();
    workers.join();
    Scraped folded = new Scraped(registry);
    folded.checkLaws("t_call");
    folded.checkNothingFell(now);
    assertThat(folded.completed("t_call")).isEqualTo(2.0 * threads * series);
    assertThat(registry.cellBytes()).isLessThan(4 << 20);
  }

  @Test
  void shouldCountExactlyWithoutAnyBudget() throws Exception {
    Registry poor = new Registry("t", 2000, 0);
    Series series = slotted(family(poor, false), "x");
    Workers.start(
            4,
            index -> {
              ThreadCells mine = poor.cellsOf(Thread.currentThread());
              for (int i = 0; i < 10_000; i++) {
                run(sure(mine.create(series)), 1L << (i % 40));
              }
            })
        .join();
    Scraped now = new Scraped(poor);
    now.checkLaws("t_call");
    assertThat(now.completed("t_call")).isEqualTo(40_000);
  }

  @Test
  void shouldSpillBucketsOfOwnedCellsThatTheBudgetRefuses() {
    Registry tight = new Registry("t", 2000, 1100);
    Series series = slotted(family(tight, false), "x");
    Cells cells = sure(tight.cellsOf(Thread.currentThread()).create(series));
    assertThat(cells.owned()).isTrue();
    for (int i = 0; i < 40; i++) {
      run(cells, 1L << i);
    }
    Scraped now = new Scraped(tight);
    now.checkLaws("t_call");
    assertThat(now.completed("t_call")).isEqualTo(40);
    assertThat(now.histogram("t_call_duration_seconds").get(0).sum())
        .isEqualTo(((1L << 40) - 1) / 1e9);
  }

  @Test
  void shouldHaveNoCellsWhileItIsSuppressed() {
    ThreadCells mine = registry.cellsOf(Thread.currentThread());
    Series series = slotted(family(registry, false), "x");
    Cells cells = sure(mine.create(series));
    Suppression suppression = Objects.requireNonNull(mine.suppress());
    assertThat(mine.suppress()).isNull();
    assertThat(mine.isSuppressed()).isTrue();
    assertThat(mine.at(series.slot())).isNull();
    assertThat(mine.create(series)).isNull();
    suppression.suppressor = 0;
    assertThat(mine.isSuppressed()).isFalse();
    assertThat(mine.at(series.slot())).isSameAs(cells);
  }

  @Test
  void shouldForgetItsCellsWhenTheRegistryClosesEvenWhileSuppressed() {
    ThreadCells mine = registry.cellsOf(Thread.currentThread());
    Series series = slotted(family(registry, false), "x");
    run(sure(mine.create(series)), 1);
    Suppression suppression = Objects.requireNonNull(mine.suppress());
    registry.close();
    suppression.suppressor = 0;
    assertThat(mine.at(series.slot())).isNull();
    assertThat(sure(mine.create(series)).owned()).isFalse();
    assertThat(registry.snapshot()).isEmpty();
    assertThat(registry.isOpen()).isFalse();
  }

  @Test
  void shouldNotBringBackCellsOfAClosedRegistry() throws Exception {
    for (int i = 0; i < 500; i++) {
      Registry closing = new Registry("t", 1000, 8 << 20);
      Series series = slotted(family(closing, false), "x");
      AtomicReference<@Nullable ThreadCells> cells = new AtomicReference<>();
      Workers workers =
          Workers.start(
              1,
              index -> {
                ThreadCells mine = closing.cellsOf(Thread.currentThread());
                mine.create(series);
                cells.set(mine);
                for (int more = 0; closing.isOpen(); more++) {
                  mine.create(slotted(family(closing, false), "y" + more));
                }
              });
      while (cells.get() == null) {
        Thread.onSpinWait();
      }
      closing.close();
      workers.join();
      ThreadCells mine = cells.get();
      assertThat(mine == null ? null : mine.at(series.slot())).isNull();
    }
  }

  @Test
  void shouldListOpenRunsOldestFirstAndOnlyThoseOfTrackedFamilies() {
    Cells listed = family(registry, true).series(List.of("x")).shared();
    BucketLayout grid = new BucketLayout(new double[0]);
    Cells silent =
        registry
            .family(new FamilySpec("quiet", "Q", List.of(), grid, false))
            .series(List.of())
            .shared();
    long now = System.nanoTime();
    ThreadCells mine = registry.cellsOf(Thread.currentThread());
    InFlightRun third = mine.push(listed, now - 1_000_000_000L);
    InFlightRun first = registry.open(listed, now - 3_000_000_000L);
    InFlightRun second = mine.push(listed, now - 2_000_000_000L);
    first.pid(42);
    mine.push(silent, now - 9_000_000_000L);
    registry.open(silent, now - 9_000_000_000L);
    assertThat(registry.inFlight()).extracting(run -> (int) run.seconds()).containsExactly(3, 2, 1);
    assertThat(registry.inFlight().get(0).pid()).isEqualTo(42);
    assertThat(registry.inFlight().get(1).pid()).isEqualTo(-1);
    assertThat(registry.inFlight())
        .allMatch(
            run ->
                run.family().equals("call")
                    && run.thread().equals(Thread.currentThread().getName()));
    registry.close(first);
    registry.close(second);
    registry.close(third);
    assertThat(registry.inFlight()).isEmpty();
    assertThat(third.cells()).isNull();
  }

  @Test
  void shouldListTenThousandRunsAndCountTheRest() {
    Cells cells = family(registry, true).series(List.of("x")).shared();
    List<InFlightRun> runs = new ArrayList<>();
    for (int i = 0; i < 10_050; i++) {
      cells.start();
      runs.add(registry.open(cells, i));
    }
    assertThat(registry.inFlight()).hasSize(10_000);
    assertThat(new Scraped(registry).inFlight("t_call")).isEqualTo(10_050);
    for (InFlightRun run : runs) {
      registry.close(run);
    }
    assertThat(registry.inFlight()).isEmpty();
    for (int i = 0; i < 10_000; i++) {
      registry.open(cells, i);
    }
    assertThat(registry.inFlight()).hasSize(10_000);
  }

  @Test
  void shouldCloseRunsAboveThatNeverEndedAndNoneBelow() {
    Cells cells = family(registry, true).series(List.of("x")).shared();
    ThreadCells mine = registry.cellsOf(Thread.currentThread());
    InFlightRun outer = mine.push(cells, System.nanoTime());
    InFlightRun middle = mine.push(cells, System.nanoTime());
    InFlightRun inner = mine.push(cells, System.nanoTime());
    registry.close(middle);
    assertThat(new Scraped(registry).sum("t_call_errors_total", "error_type", "StackOverflowError"))
        .isEqualTo(1);
    assertThat(inner.cells()).isNull();
    registry.close(inner);
    assertThat(outer.cells()).isSameAs(cells);
    assertThat(registry.inFlight()).hasSize(1);
    registry.close(outer);
    assertThat(mine.push(cells, 1)).isSameAs(outer);
  }

  @Test
  void shouldLeaveRunsOfALaterAttachmentAloneWhenOneOfAnEarlierEnds() {
    ThreadCells early = registry.cellsOf(Thread.currentThread());
    InFlightRun old = early.push(family(registry, true).series(List.of("x")).shared(), 0);
    registry.close();
    Registry later = new Registry("t", 10, 8 << 20);
    Cells cells = family(later, true).series(List.of("x")).shared();
    InFlightRun fresh = later.cellsOf(Thread.currentThread()).push(cells, 0);
    registry.close(old);
    assertThat(fresh.cells()).isSameAs(cells);
    assertThat(later.inFlight()).hasSize(1);
  }

  @Test
  void shouldShrinkTheStackOfRunsAfterADeepRecursion() {
    Cells cells = family(registry, true).series(List.of("x")).shared();
    ThreadCells mine = registry.cellsOf(Thread.currentThread());
    List<InFlightRun> runs = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      runs.add(mine.push(cells, i));
    }
    assertThat(registry.inFlight()).hasSize(5000);
    for (int i = runs.size() - 1; i >= 0; i--) {
      registry.close(runs.get(i));
    }
    assertThat(mine.runs()).hasSizeLessThan(100);
  }
}
