package io.heddle.stress;

import io.heddle.registry.Registry;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.snapshot.BucketLayout;
import java.util.List;
import java.util.Objects;

/** A registry with one family, whose one label takes any value. */
final class Counted {
  private static final BucketLayout GRID = new BucketLayout(new double[] {.001, 1});
  private static final FamilySpec SPEC =
      new FamilySpec("call", "Calls", List.of("method"), GRID, false);
  private static final long NANOS = 40;
  private static final long PLENTY = 1 << 20;

  final Registry registry;
  final RunFamily family;

  private Counted(int seriesLimit, long cellBytes) {
    this.registry = new Registry("stress", seriesLimit, cellBytes);
    this.family = registry.family(SPEC);
  }

  static Counted roomy() {
    return new Counted(10, PLENTY);
  }

  /**
   * Room for the cells of one thread; after that there is one stripe, which also takes them over.
   */
  static Counted roomForOne() {
    return new Counted(10, 1000);
  }

  /** Beyond {@code limits.cells} from the first run on. */
  static Counted withoutBudget() {
    return new Counted(10, 0);
  }

  /** The second label value finds the family full. */
  static Counted ofOneSeries() {
    return new Counted(1, PLENTY);
  }

  Series series() {
    return family.series(List.of("a"));
  }

  /** Cells for whichever actor writes them: they do not ask which thread it is. */
  Cells ownedBy(Thread thread) {
    Series series = series();
    series.claimSlot();
    return Objects.requireNonNull(registry.cellsOf(thread).create(series));
  }

  Cells owned() {
    return ownedBy(Thread.currentThread());
  }

  /** Cells whose thread will never count again: the next scrape folds them. */
  Cells ofDeadThread() {
    return ownedBy(new Thread());
  }

  Scrape scrape() {
    return Scrape.of(registry.snapshot());
  }

  static void run(Cells cells) {
    cells.start();
    cells.succeed(NANOS);
  }

  /** A run as woven code executes it where a governor decides; returns true if it was timed. */
  static boolean runGoverned(Cells cells) {
    return runGoverned(cells, NANOS);
  }

  static boolean runGoverned(Cells cells, long nanos) {
    boolean timed = cells.nextIsTimed();
    long start = timed ? NANOS : 0;
    cells.start();
    if (timed) {
      cells.returned(start, start + nanos);
    } else {
      cells.returnedUntimed(start, 0);
    }
    return timed;
  }

  static void fail(Cells cells) {
    cells.start();
    cells.end(NANOS, Outcome.FAILURE, "IOException");
  }
}
