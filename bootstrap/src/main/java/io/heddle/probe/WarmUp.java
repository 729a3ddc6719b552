package io.heddle.probe;

import io.heddle.probe.later.Awaited;
import io.heddle.registry.Cells;
import io.heddle.registry.FamilySpec;
import io.heddle.registry.Grid;
import io.heddle.registry.OpenRun;
import io.heddle.registry.Registry;
import io.heddle.registry.RunFamily;
import io.heddle.registry.Series;
import io.heddle.registry.Suppression;
import io.heddle.registry.ThreadCells;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs of every kind, in a registry that nobody reads. */
final class WarmUp {
  private static final long NANOS = 1_000;
  // Heddle's own work is looked for
  private static final long LONG_NANOS = 1_000_000_000;

  private WarmUp() {}

  static void run() {
    Registry registry = new Registry("warm", 10, 1 << 20);
    FamilySpec spec =
        new FamilySpec("warm", "None", List.of("a"), new Grid(new double[] {1}), true);
    RunFamily family = registry.family(spec);
    Series series = family.series(List.of("a"));
    series.claimSlot();
    count(series.shared());
    ThreadCells own = registry.cellsOf(Thread.currentThread());
    Cells owned = own.create(series);
    if (owned != null) {
      count(owned);
      own.pop(own.push(owned, NANOS));
    }
    registry.close(registry.open(series.shared(), NANOS));
    values(registry, family);
    suppress();
    registry.snapshot();
    registry.close();
  }

  // each access through a VarHandle is linked at its first call, by classes that rules may weave
  private static void count(Cells cells) {
    cells.start();
    cells.returned(LONG_NANOS);
    cells.start();
    Door.fail(cells, LONG_NANOS, new StackOverflowError());
    cells.start();
    Door.fail(cells, NANOS, new TimeoutException());
  }

  private static void suppress() {
    SuppressedVirtualThreads threads = new SuppressedVirtualThreads();
    Suppression suppression = threads.suppress(Thread.currentThread());
    if (suppression != null) {
      suppression.suppressor = 0;
    }
    Door.Virtual.SUPPRESSED.contains(Thread.currentThread());
    Carriers.include(Thread.currentThread());
  }

  private static void values(Registry registry, RunFamily family) {
    ProbedRule rule = new ProbedRule(0, true, Map.of(), List.of(), 10, new AtomicInteger());
    Value argument = Value.path(Value.Root.ARGUMENT, 0, List.of());
    Probe probe = Probe.counting(registry, rule, family, List.of(argument));
    OpenRun run = OpenRun.late(System.nanoTime());
    Completion completion = new Completion(run, new Runs.RunEnd(probe, run, null));
    completion.follow(CompletableFuture.completedFuture(""), false);
    Awaited awaited = new Awaited();
    awaited.add(probe, completion);
    awaited.find(probe);
    awaited.forget(probe);
    awaited.clear();
  }
}
