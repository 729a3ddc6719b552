package io.heddle.probe.classified;

import io.heddle.probe.LabeledCalls;
import io.heddle.probe.OutcomeClassifier;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.TrackedRuns;
import io.heddle.probe.outcome.RunFailure;
import io.heddle.probe.value.Call;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Suppression;
import io.heddle.registry.family.Cells;
import io.heddle.registry.time.AgentWork;
import org.jspecify.annotations.Nullable;

/**
 * Ends runs on their thread whose outcome their rule decides by the result or the exception alone.
 * A success allocates nothing: a list of arguments and an object for the call, which other rules
 * with conditions need, cost 264 bytes and 300 ns.
 *
 * <p>The beginnings only pass on: woven code that has called one has resolved this class before the
 * end needs it, which may have no stack for that.
 */
public final class ClassifiedRuns {
  private static final @Nullable Object[] NO_ARGUMENTS = {};

  private ClassifiedRuns() {}

  /** Returns the cells in which the caller starts a run with constant labels, or null. */
  public static @Nullable Cells enter(Probe probe) {
    return ProbeBridge.enter(probe);
  }

  /** Returns the cells in which the caller starts a run; see {@link LabeledCalls#enter}. */
  public static @Nullable Cells enter(
      Probe probe, @Nullable Object first, @Nullable Object second) {
    return LabeledCalls.enter(probe, first, second);
  }

  /** Begins a run with constant labels that is listed or outermost; null if it is not counted. */
  public static @Nullable InFlightRun begin(Probe probe) {
    return TrackedRuns.begin(probe);
  }

  /** Begins a run that is listed or outermost; see {@link LabeledCalls#begin}. */
  public static @Nullable InFlightRun begin(
      Probe probe, @Nullable Object first, @Nullable Object second) {
    return LabeledCalls.begin(probe, first, second);
  }

  /**
   * Ends a run in the cells of {@link #enter}.
   *
   * @param timed as the cells decided at its beginning
   * @param start {@link System#nanoTime} of the beginning; if it is not timed, the tick of then
   * @param returned the result; null if it is a number, and if there is none
   * @param number the result if it is a number
   * @param kind of the result, as {@link OutcomeClassifier} numbers them
   */
  public static void end(
      Probe probe,
      Cells cells,
      boolean timed,
      long start,
      @Nullable Object returned,
      long number,
      int kind,
      @Nullable Throwable thrown) {
    long end = timed ? System.nanoTime() : ProbeBridge.coarseNanos();
    // before the outcome is looked for, which is Heddle's own work too
    long nanos = timed ? AgentWork.without(end - start) : 0;
    Suppression suppression = ProbeBridge.suppress();
    try {
      RunFailure ending = ending(probe, suppression, returned, number, kind, thrown);
      if (ending != null) {
        fail(cells, timed, start, end, nanos, ending);
      } else if (timed) {
        cells.returned(start, end, nanos);
      } else {
        cells.returnedUntimed(start, end);
      }
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  private static void fail(
      Cells cells, boolean timed, long start, long end, long nanos, RunFailure ending) {
    long failed;
    if (timed) {
      cells.failed(start, end);
      failed = nanos;
    } else {
      failed = AgentWork.without(cells.failedUntimed(start, end));
    }
    cells.end(failed, ending.outcome(), ending.errorType());
  }

  /** Ends a run of {@link #begin}; the result is given as to the other method. */
  public static void end(
      Probe probe,
      InFlightRun run,
      @Nullable Object returned,
      long number,
      int kind,
      @Nullable Throwable thrown) {
    long nanos = AgentWork.without(System.nanoTime() - run.startNanos());
    RunFailure ending;
    Suppression suppression = ProbeBridge.suppress();
    try {
      ending = ending(probe, suppression, returned, number, kind, thrown);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
    TrackedRuns.end(probe, run, nanos, ending);
  }

  /** Returns how the run ended; null for a success. Its time is Heddle's own work. */
  private static @Nullable RunFailure ending(
      Probe probe,
      @Nullable Suppression suppression,
      @Nullable Object returned,
      long number,
      int kind,
      @Nullable Throwable thrown) {
    if (thrown != null) {
      long begin = System.nanoTime();
      Call call = new Call(null, NO_ARGUMENTS, null, thrown);
      RunFailure ending = OutcomeClassifier.judge(probe, call);
      AgentWork.worked(begin);
      return ending;
    }
    if (!probe.rule().isSlow() && suppression != null && !suppression.isTimed()) {
      return OutcomeClassifier.judge(probe, returned, number, kind);
    }
    long begin = System.nanoTime();
    RunFailure ending = OutcomeClassifier.judge(probe, returned, number, kind);
    probe.rule().timed(AgentWork.worked(begin));
    return ending;
  }
}
