package io.heddle.probe;

import io.heddle.probe.async.AwaitedResults;
import io.heddle.probe.jdk.CarrierThreads;
import io.heddle.probe.jdk.SuppressedVirtualThreads;
import io.heddle.probe.value.Value;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Registry;
import io.heddle.registry.Suppression;
import io.heddle.registry.ThreadCells;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.snapshot.BucketLayout;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Executes runs of every kind in a registry that is never scraped. */
final class ProbeWarmUp {
  private static final long NANOS = 1_000;
  // long enough that Heddle's own work is looked for
  private static final long LONG_NANOS = 1_000_000_000;

  private ProbeWarmUp() {}

  static void run() {
    Registry registry = new Registry("warm", 10, 1 << 20);
    FamilySpec spec =
        new FamilySpec("warm", "None", List.of("a"), new BucketLayout(new double[] {1}), true);
    RunFamily family = registry.family(spec);
    Series series = family.series(List.of("a"));
    series.claimSlot();
    count(series.shared());
    ThreadCells own = registry.cellsOf(Thread.currentThread());
    Cells owned = own.create(series);
    if (owned != null) {
      count(owned);
      series.interval(2);
      govern(owned);
      own.pop(own.push(owned, NANOS));
    }
    registry.close(registry.open(series.shared(), NANOS));
    values(registry, family);
    suppress();
    registry.snapshot();
    series.untimed();
    registry.close();
  }

  // each access through a VarHandle is linked at its first call, by classes that rules may weave
  private static void count(Cells cells) {
    cells.start();
    cells.returned(LONG_NANOS);
    cells.nextIsTimed();
    cells.start();
    cells.returned(0, cells.failed(0, NANOS));
    cells.start();
    cells.returnedUntimed(0, 0);
    cells.start();
    ProbeBridge.fail(
        cells, cells.failedUntimed(0, ProbeBridge.coarseNanos()), new TimeoutException());
    cells.start();
    ProbeBridge.fail(cells, LONG_NANOS, new StackOverflowError());
    cells.start();
    ProbeBridge.fail(cells, NANOS, new TimeoutException());
  }

  private static void govern(Cells cells) {
    cells.nextIsTimed();
    cells.start();
    cells.returned(0, NANOS); // is held
    cells.start();
    cells.returnedUntimed(0, 0);
    cells.start();
    cells.succeed(NANOS); // settles the one before
    cells.start();
    cells.returnedUntimed(0, LONG_NANOS);
  }

  private static void suppress() {
    SuppressedVirtualThreads threads = new SuppressedVirtualThreads();
    Suppression suppression = threads.suppress(Thread.currentThread());
    if (suppression != null) {
      suppression.suppressor = 0;
    }
    SuppressedVirtualThreads.ALL.contains(Thread.currentThread());
    CarrierThreads.include(Thread.currentThread());
  }

  private static void values(Registry registry, RunFamily family) {
    ProbedRule rule = new ProbedRule(0, true, Map.of(), List.of(), 10, new AtomicInteger());
    Value argument = Value.path(Value.Root.ARGUMENT, 0, List.of());
    Probe probe = Probe.counting(registry, rule, family, List.of(argument));
    InFlightRun run = InFlightRun.late(System.nanoTime());
    RunCompletion completion = new RunCompletion(run, new TrackedRuns.RunEnd(probe, run, null));
    completion.follow(CompletableFuture.completedFuture(""), false);
    AwaitedResults awaited = new AwaitedResults();
    awaited.add(probe, completion);
    awaited.find(probe);
    awaited.forget(probe);
    awaited.clear();
  }
}
