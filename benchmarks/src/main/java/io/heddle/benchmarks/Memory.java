package io.heddle.benchmarks;

import io.heddle.benchmarks.scrape.ScrapeShape;
import io.heddle.registry.Registry;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.snapshot.BucketLayout;
import java.util.ArrayList;
import java.util.List;

/** What counting takes on a real heap, beside what the registry believes it takes. */
public final class Memory {
  private static final int SERIES = 10_000;
  private static final int THREADS = 1_000;
  private static final int EACH = 10;
  private static final long NANOS = 1_500_000;

  private final Registry registry = new Registry("memory", SERIES, 1L << 30);
  private final BucketLayout grid = new BucketLayout(ScrapeShape.bounds());
  private long heap;
  private long budget;

  private Memory() {}

  /** Measures and prints; takes no arguments. */
  public static void main(String[] arguments) throws InterruptedException {
    System.out.println(
        "JDK "
            + Runtime.version()
            + ", bytes on the heap after a collection, and what the registry's budget counts");
    System.out.println();
    System.out.println("| | heap | budget |");
    System.out.println("|---|---:|---:|");
    new Memory().series();
    new Memory().threads();
  }

  private void series() {
    RunFamily family = family("labelled", ScrapeShape.LABELS);
    registry.snapshot();
    mark();
    List<Series> all = new ArrayList<>(SERIES);
    for (int i = 0; i < SERIES; i++) {
      all.add(family.series(ScrapeShape.labels(i)));
    }
    row("a series of two labels, not yet counted", SERIES);
    for (Series one : all) {
      run(one.shared());
    }
    row("its first run, in cells that threads share", SERIES);
    registry.snapshot();
    row("its first scrape: labels that are kept for the next", SERIES);
  }

  private void threads() throws InterruptedException {
    List<Series> all = new ArrayList<>(EACH);
    RunFamily family = family("call", ScrapeShape.LABELS);
    for (int i = 0; i < EACH; i++) {
      Series one = family.series(ScrapeShape.labels(i));
      one.claimSlot();
      run(one.shared());
      all.add(one);
    }
    // its start is not Heddle's: a thread that has not counted is there before the mark
    Crowd crowd = new Crowd(registry, THREADS);
    mark();
    crowd.count(all.subList(0, 1));
    row("a live thread and its first series", THREADS);
    crowd.count(all.subList(1, EACH));
    row("each further series of a live thread", THREADS * (EACH - 1));
    crowd.end();
    registry.snapshot();
    row("a thread has ended and a scrape has been: per series of it", THREADS * EACH);
  }

  static void run(Cells cells) {
    cells.start();
    cells.succeed(NANOS);
  }

  private RunFamily family(String name, List<String> labels) {
    return registry.family(new FamilySpec(name, ScrapeShape.HELP, labels, grid, false));
  }

  private void mark() {
    heap = Heap.used();
    budget = registry.cellBytes();
  }

  private void row(String name, int count) {
    long heapBefore = heap;
    long budgetBefore = budget;
    mark();
    System.out.printf(
        "| %s | %d | %d |%n",
        name,
        Math.round((double) (heap - heapBefore) / count),
        Math.round((double) (budget - budgetBefore) / count));
  }
}
