package io.heddle.probe;

import io.heddle.probe.async.ResultListener;
import io.heddle.probe.outcome.RunFailure;
import io.heddle.probe.value.Call;
import io.heddle.probe.value.TokenUsage;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.StageFrame;
import io.heddle.registry.StageTimes;
import io.heddle.registry.Stages;
import io.heddle.registry.Suppression;
import io.heddle.registry.ThreadCells;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.time.AgentWork;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends runs that need more than two counts: listed in flight, labeled by the call,
 * classified by their result, or ended by a stage.
 *
 * <p>The last call of a begin method counts the run as started. A stack overflow before that leaves
 * a run that is aborted: nothing waits for it, and nothing has to be put back.
 */
public final class TrackedRuns {
  private static final @Nullable Object[] NONE = {};

  private TrackedRuns() {}

  // ---- constant labels, no values: nothing is allocated on platform threads ------------------

  /** Begins a run that is listed or outermost; returns null if it is not counted. */
  public static @Nullable InFlightRun begin(Probe probe) {
    probe.fire();
    if (!probe.counts() || ProbeBridge.isSuppressed() || CallDepth.isRunning(probe)) {
      return null;
    }
    long start = System.nanoTime();
    InFlightRun run = null;
    boolean begun = false;
    try {
      run = ProbeBridge.isVirtual() ? openShared(probe, start) : openOwned(probe, start);
      Cells cells = run == null ? null : run.cells;
      if (run == null || cells == null) {
        return null;
      }
      CallDepth.begin(probe, run);
      enterStages(probe, run);
      cells.start();
      begun = true;
      return run;
    } finally {
      if (!begun && run != null) {
        run.cells = null;
        run.aborted = true;
      }
    }
  }

  private static @Nullable InFlightRun openShared(Probe probe, long start) {
    Series series = ProbeBridge.series(probe);
    return series == null ? null : open(probe, series.begin(), start);
  }

  private static @Nullable InFlightRun openOwned(Probe probe, long start) {
    ThreadCells own = ProbeBridge.own(probe.registry());
    Cells cells = own.at(probe.slot());
    if (cells == null) {
      cells = ProbeBridge.enterFirst(probe);
    }
    return cells == null ? null : own.push(cells, start);
  }

  /** Opens the stage frame of a run of a tracked family, if stages are measured. */
  static void enterStages(Probe probe, InFlightRun run) {
    Stages stages = probe.registry().stages();
    RunFamily family = probe.family();
    if (stages != null && family != null && family.spec().tracked()) {
      StageTimes times = new StageTimes(family.spec().name(), false);
      run.frame(stages.enter(times, run.startNanos()));
      stages.bind(run);
    }
  }

  /** Leaves the stage frame of the run: what this thread does from here on is no stage of it. */
  public static void leaveStages(Probe probe, InFlightRun run) {
    Stages stages = probe.registry().stages();
    StageFrame frame = run.frame();
    if (stages != null && frame != null) {
      stages.leave(frame);
    }
  }

  private static void finishStages(Probe probe, @Nullable StageFrame frame, long nanos) {
    Stages stages = probe.registry().stages();
    StageTimes times = frame == null ? null : frame.times();
    if (stages == null || times == null) {
      return;
    }
    Suppression suppression = ProbeBridge.suppress();
    try {
      stages.finish(times, nanos);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /** Ends a run begun by {@link #begin(Probe)}, on the same thread. */
  public static void end(Probe probe, InFlightRun run, @Nullable Throwable thrown) {
    long nanos = AgentWork.without(System.nanoTime() - run.startNanos());
    end(probe, run, nanos, thrown == null ? null : ProbeBridge.failure(thrown));
  }

  /** Ends such a run as {@code ending} says, which is null for a success. */
  public static void end(Probe probe, InFlightRun run, long nanos, @Nullable RunFailure ending) {
    Cells cells = run.cells();
    StageFrame frame = run.frame();
    CallDepth.end(probe, run);
    if (run.isPooled()) {
      probe.registry().close(run);
    } else {
      close(probe, run);
    }
    if (cells == null) {
      return;
    }
    try {
      if (ending == null) {
        cells.succeed(nanos);
      } else {
        ProbeBridge.failed(cells, nanos, ending);
      }
    } catch (StackOverflowError e) {
      try {
        cells.lose();
      } catch (Throwable again) {
        cells.lost++; // not a call: there is no stack left for one
      }
    }
    if (frame != null) {
      leaveStages(probe, run);
      finishStages(probe, frame, nanos);
    }
  }

  // ---- labels, conditions and stages ---------------------------------------------------------

  /** Begins a run whose labels or outcome come from the call; returns null if it is not counted. */
  public static @Nullable InFlightRun begin(
      Probe probe, @Nullable Object self, @Nullable Object[] arguments) {
    return begin(probe, self, arguments, 0);
  }

  /**
   * Begins such a run for a call that began before.
   *
   * @param startNanos of {@link System#nanoTime}; 0: now
   */
  public static @Nullable InFlightRun begin(
      Probe probe, @Nullable Object self, @Nullable Object[] arguments, long startNanos) {
    probe.fire();
    if (!probe.counts() || ProbeBridge.isSuppressed()) {
      return null;
    }
    if (CallDepth.isRunning(probe)) {
      return probe.terms().hasParts() ? NestedRuns.within(probe, self, arguments) : null;
    }
    long now = System.nanoTime();
    InFlightRun part = probe.ties() ? NestedRuns.tied(probe, self, arguments) : null;
    return part == null
        ? begin(probe, self, arguments, startNanos == 0 ? now : startNanos, now)
        : part;
  }

  private static @Nullable InFlightRun begin(
      Probe probe, @Nullable Object self, @Nullable Object[] arguments, long start, long now) {
    Suppression suppression = ProbeBridge.suppress();
    InFlightRun run = null;
    boolean begun = false;
    try {
      Call call = new Call(self, arguments, null, null);
      run =
          probe.lateLabels()
              ? InFlightRun.late(start)
              : probe.registry().open(CallLabels.cells(probe, call), start);
      run.kept = probe.keepsCall() ? call : null;
      // before the method runs: it may call back before it returns
      boolean ends = probe.by() == null || await(probe, run, call);
      NestedRuns.given(probe, run, call);
      CallDepth.begin(probe, run);
      enterStages(probe, run);
      AgentWork.worked(now);
      Cells cells = run.cells;
      if (cells != null) {
        cells.start();
      }
      begun = true;
      if (ends) {
        return run;
      }
    } finally {
      if (!begun && run != null) {
        run.cells = null;
        run.aborted = true;
      }
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
    // its end would not be noticed: it is over
    end(probe, run, null, null);
    return null;
  }

  /** Returns false if the end of the run would not be noticed. Called while suppressed. */
  private static boolean await(Probe probe, InFlightRun run, Call call) {
    Object object = object(probe, call);
    PendingRuns.By by = probe.by();
    if (object == null || by == null) {
      return true;
    }
    try {
      by.pending().put(object, probe, run);
      return true;
    } catch (StackOverflowError e) {
      throw e;
    } catch (Throwable e) {
      probe.failed(e);
      return false;
    }
  }

  private static @Nullable Object object(Probe probe, Call call) {
    PendingRuns.By by = probe.by();
    try {
      return by == null ? null : by.of(call);
    } catch (Throwable e) {
      probe.failed(e);
      return null;
    }
  }

  /** Returns true if the run is ended, or will be, by its object. */
  private static boolean isPending(Probe probe, InFlightRun run, Call call) {
    Suppression suppression = ProbeBridge.suppress();
    try {
      Object object = object(probe, call);
      PendingRuns.By by = probe.by();
      if (object == null || by == null) {
        return false;
      }
      return call.thrown() == null || !by.pending().take(object, run);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  // the registry keeps runs in collections of the JDK, which rules may weave: suppressed
  static InFlightRun open(Probe probe, Cells cells, long start) {
    Suppression suppression = ProbeBridge.suppress();
    try {
      return probe.registry().open(cells, start);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  private static void close(Probe probe, InFlightRun run) {
    Suppression suppression = ProbeBridge.suppress();
    try {
      probe.registry().close(run);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /** Ends the call that began {@code run}, with its result or exception. */
  public static void end(
      Probe probe, InFlightRun run, @Nullable Object returned, @Nullable Throwable thrown) {
    long now = System.nanoTime();
    run.returns(now);
    CallDepth.end(probe, run);
    if (run.isPart()) {
      return;
    }
    leaveStages(probe, run);
    Call begun = run.kept instanceof Call kept ? kept : null;
    // what ends a run by an object that is an argument must not keep that object alive
    run.kept = null;
    if (thrown == null && RunCompletion.isLater(returned) && follow(probe, run, begun, returned)) {
      return;
    }
    Call call = ended(begun, returned, thrown);
    if (probe.by() == null || !isPending(probe, run, call)) {
      finish(probe, run, call, now);
      AgentWork.worked(now);
    }
  }

  private static Call ended(
      @Nullable Call begun, @Nullable Object returned, @Nullable Throwable thrown) {
    return begun == null
        ? new Call(null, NONE, returned, thrown)
        : new Call(begun.self(), begun.arguments(), returned, thrown);
  }

  /**
   * Returns whether the end of this result can be observed; if not the run ends with its method.
   */
  static boolean follow(
      Probe probe, InFlightRun run, @Nullable Call begun, @Nullable Object returned) {
    if (returned == null) {
      return false;
    }
    Suppression suppression = ProbeBridge.suppress();
    try {
      RunCompletion completion = new RunCompletion(run, new RunEnd(probe, run, begun));
      boolean follows = completion.follow(returned, begun != null);
      if (!follows) {
        probe.rule().notFollowed(returned);
      }
      return follows;
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /** The listener that finishes a run when its result is there. */
  public record RunEnd(Probe probe, InFlightRun run, @Nullable Call begun)
      implements ResultListener {
    @Override
    public void with(@Nullable Object value, @Nullable Throwable thrown) {
      finish(probe, run, ended(begun, value, thrown));
    }
  }

  /** Leaves the method of a run that goes on: what the thread does now is no part of the run. */
  public static void leave(Probe probe, InFlightRun run) {
    run.returns(System.nanoTime());
    CallDepth.end(probe, run);
    leaveStages(probe, run);
  }

  /** Ends a run, on any thread, as this call did. */
  public static void finish(Probe probe, InFlightRun run, Call call) {
    finish(probe, run, call, System.nanoTime());
  }

  private static void finish(Probe probe, InFlightRun run, Call call, long now) {
    Suppression suppression = ProbeBridge.suppress();
    try {
      count(probe, run, call, run.nanos(now));
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  private static void count(Probe probe, InFlightRun run, Call call, long nanos) {
    if (!OutcomeClassifier.counts(probe, call)) {
      run.drop();
      probe.registry().close(run);
      return;
    }
    Cells late = run.isLate() ? CallLabels.cells(probe, call) : null;
    Cells counted = late == null ? run.cells() : late;
    RunFailure ending = OutcomeClassifier.judge(probe, call);
    if (ending == null) {
      run.end(late, nanos, Outcome.SUCCESS, "");
    } else {
      run.end(late, nanos, ending.outcome(), ending.errorType());
    }
    probe.registry().close(run);
    finishStages(probe, run.frame(), nanos);
    TokenUsage tokens = probe.tokens();
    if (tokens != null && counted != null && !probe.rule().isQuiet()) {
      try {
        tokens.add(counted.series().labels(), call);
        probe.rule().worked();
      } catch (Throwable e) {
        probe.failed(e);
      }
    }
  }
}
