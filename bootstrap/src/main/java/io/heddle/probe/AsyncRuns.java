package io.heddle.probe;

import io.heddle.registry.InFlightRun;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Series;
import org.jspecify.annotations.Nullable;

/**
 * Counts runs with constant labels of methods that may return a stage or future. Allocates nothing
 * for other results.
 */
public final class AsyncRuns {
  private AsyncRuns() {}

  /**
   * Returns the cells in which the caller starts a run that may end on any thread, or null if the
   * run is not counted.
   */
  public static @Nullable Cells enter(Probe probe) {
    probe.fire();
    if (!probe.counts() || ProbeBridge.isSuppressedNow()) {
      return null;
    }
    Series series = ProbeBridge.series(probe);
    return series == null ? null : series.shared();
  }

  /** Ends the run of a call that returns: now, or when the result is there. */
  public static void leave(Probe probe, Cells cells, long start, @Nullable Object returned) {
    if (!RunCompletion.isLater(returned) || !follow(probe, cells, start, returned)) {
      cells.returned(System.nanoTime() - start);
    }
  }

  private static boolean follow(Probe probe, Cells cells, long start, @Nullable Object returned) {
    InFlightRun run = TrackedRuns.open(probe, cells, start);
    run.returns(System.nanoTime());
    try {
      return TrackedRuns.follow(probe, run, null, returned);
    } catch (StackOverflowError e) {
      run.cells = null; // not a call: the caller ends what it started
      throw e;
    }
  }
}
