package io.heddle.probe;

import io.heddle.registry.Cells;
import io.heddle.registry.OpenRun;
import io.heddle.registry.Outcome;
import io.heddle.registry.RunFamily;
import io.heddle.registry.Series;
import io.heddle.registry.StageFrame;
import io.heddle.registry.StageTimes;
import io.heddle.registry.Stages;
import io.heddle.registry.ThreadCells;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Runs that need more than two counts: listed while they go on, labelled by the call, judged by
 * their result, ended by a stage, or handed to an adapter.
 */
public final class Runs {
  private Runs() {}

  // ---- constant labels, no values: nothing is allocated on platform threads ------------------

  /** A run begins that is listed or outermost; null if it is not to be counted. */
  public static @Nullable OpenRun begin(Probe probe) {
    probe.fire();
    if (Door.isHushed() || !claim(probe)) {
      return null;
    }
    OpenRun run = null;
    try {
      run = Door.isVirtual() ? openShared(probe) : openOwned(probe);
      enterStages(probe, run);
      return run;
    } finally {
      if (run == null) {
        unclaim(probe);
      }
    }
  }

  private static @Nullable OpenRun openShared(Probe probe) {
    long start = System.nanoTime();
    Series series = Door.series(probe);
    return series == null ? null : open(probe, series.shared(), start);
  }

  private static @Nullable OpenRun openOwned(Probe probe) {
    long start = System.nanoTime();
    if (!probe.registry().isOpen()) {
      return null;
    }
    ThreadCells own = Door.own(Door.own(), probe.registry());
    if (own == null) {
      return null;
    }
    Cells cells = own.at(probe.slot());
    if (cells == null) {
      cells = Door.enterFirst(probe, own);
      if (cells == null) {
        return null;
      }
    }
    OpenRun run = own.push(cells, start);
    start(run, cells);
    return run;
  }

  private static void start(OpenRun run, Cells cells) {
    try {
      cells.start();
    } catch (StackOverflowError e) {
      run.cells = null; // it was never started: nobody must end it
      throw e;
    }
  }

  /** Where a rule asks for stages, the run can be told which it is in. */
  private static void enterStages(Probe probe, @Nullable OpenRun run) {
    Stages stages = probe.registry().stages();
    RunFamily family = probe.family();
    if (stages != null && run != null && family != null && family.spec().tracked()) {
      try {
        StageTimes times = new StageTimes(family.spec().name(), false);
        run.frame(stages.enter(times, run.startNanos()));
      } catch (Throwable e) {
        probe.failed(); // the run goes on without stages: it is started, and must end
      }
    }
  }

  /** What this thread does from here on is no stage of the run. */
  static void leaveStages(Probe probe, OpenRun run) {
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
    boolean hushed = Door.hush();
    try {
      stages.finish(times, nanos);
    } finally {
      Door.speak(hushed);
    }
  }

  /** A run begun by {@link #begin} ends, on the same thread. */
  public static void end(Probe probe, OpenRun run, @Nullable Throwable thrown) {
    long nanos = System.nanoTime() - run.startNanos();
    Cells cells = run.cells();
    StageFrame frame = run.frame();
    unclaim(probe);
    // where the stack overflows before this, the run stays open and the run below it gives it up
    if (run.isPooled()) {
      probe.registry().close(run);
    } else {
      close(probe, run);
    }
    if (cells == null) {
      return;
    }
    try {
      if (thrown == null) {
        cells.succeed(nanos);
      } else {
        Door.fail(cells, nanos, thrown);
      }
    } catch (StackOverflowError e) {
      cells.lost++; // not a call: there is no stack left for one
    }
    if (frame != null) {
      leaveStages(probe, run);
      finishStages(probe, frame, nanos);
    }
  }

  // ---- labels, conditions and stages ---------------------------------------------------------

  /** A run begins whose labels or outcome come from the call. */
  public static @Nullable OpenRun begin(
      Probe probe, @Nullable Object self, @Nullable Object[] arguments) {
    probe.fire();
    if (Door.isHushed() || !claim(probe)) {
      return null;
    }
    OpenRun run = null;
    try {
      long start = System.nanoTime();
      run =
          probe.lateLabels()
              ? OpenRun.late(start)
              : open(probe, cells(probe, new Call(self, arguments, null, null)), start);
      if (probe.by() != null && !await(probe, run, new Call(self, arguments, null, null))) {
        run = null;
      }
      enterStages(probe, run);
      return run;
    } finally {
      if (run == null) {
        unclaim(probe);
      }
    }
  }

  /**
   * Before the method runs: it may call back before it returns. False if the run is over, because
   * its end would not be noticed.
   */
  private static boolean await(Probe probe, OpenRun run, Call call) {
    Object object = object(probe, call);
    Pending.By by = probe.by();
    if (object == null || by == null) {
      return true;
    }
    boolean hushed = Door.hush();
    try {
      by.pending().put(object, probe, run);
      return true;
    } catch (Throwable e) {
      probe.failed();
      finish(probe, run, call);
      return false;
    } finally {
      Door.speak(hushed);
    }
  }

  private static @Nullable Object object(Probe probe, Call call) {
    Pending.By by = probe.by();
    boolean hushed = Door.hush();
    try {
      return by == null ? null : by.of(call);
    } catch (Throwable e) {
      probe.failed();
      return null;
    } finally {
      Door.speak(hushed);
    }
  }

  /** True if the run is ended, or will be, by its object. */
  private static boolean isPending(Probe probe, OpenRun run, Call call) {
    Object object = object(probe, call);
    Pending.By by = probe.by();
    if (object == null || by == null) {
      return false;
    }
    boolean hushed = Door.hush();
    try {
      return call.thrown() == null || !by.pending().take(object, run);
    } finally {
      Door.speak(hushed);
    }
  }

  // the registry keeps runs in collections of the JDK, which rules may weave: hushed
  private static OpenRun open(Probe probe, Cells cells, long start) {
    boolean hushed = Door.hush();
    try {
      OpenRun run = probe.registry().open(cells, start);
      start(run, cells);
      return run;
    } finally {
      Door.speak(hushed);
    }
  }

  private static void close(Probe probe, OpenRun run) {
    boolean hushed = Door.hush();
    try {
      probe.registry().close(run);
    } finally {
      Door.speak(hushed);
    }
  }

  /** The call that began {@code run} returns or throws. */
  public static void end(
      Probe probe,
      OpenRun run,
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object returned,
      @Nullable Throwable thrown) {
    unclaim(probe);
    leaveStages(probe, run);
    if (thrown == null
        && returned instanceof CompletionStage<?> stage
        && follow(stage, new Completion(new RunEnd(probe, run, self, arguments)))) {
      return;
    }
    Call call = new Call(self, arguments, returned, thrown);
    if (probe.by() == null || !isPending(probe, run, call)) {
      finish(probe, run, call);
    }
  }

  private static boolean follow(CompletionStage<?> stage, Completion completion) {
    boolean hushed = Door.hush();
    try {
      return completion.follow(stage);
    } finally {
      Door.speak(hushed);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record RunEnd(Probe probe, OpenRun run, @Nullable Object self, @Nullable Object[] arguments)
      implements Completion.End {
    @Override
    public void with(@Nullable Object value, @Nullable Throwable thrown) {
      finish(probe, run, new Call(self, arguments, value, thrown));
    }
  }

  static void finish(Probe probe, OpenRun run, Call call) {
    long nanos = System.nanoTime() - run.startNanos();
    boolean hushed = Door.hush();
    try {
      finish(probe, run, call, nanos);
    } finally {
      Door.speak(hushed);
    }
  }

  private static void finish(Probe probe, OpenRun run, Call call, long nanos) {
    Cells late = run.isLate() ? cells(probe, call) : null;
    Cells counted = late == null ? run.cells() : late;
    Ending ending = Judge.judge(probe, call);
    if (ending == null) {
      run.end(late, nanos, Outcome.SUCCESS, "");
    } else {
      run.end(late, nanos, ending.outcome(), ending.errorType());
    }
    probe.registry().close(run);
    finishStages(probe, run.frame(), nanos);
    Tokens tokens = probe.tokens();
    if (tokens != null && counted != null && !probe.rule().isQuiet()) {
      try {
        tokens.add(counted.series().labels(), call);
      } catch (Throwable e) {
        probe.failed();
      }
    }
  }

  private static Cells cells(Probe probe, Call call) {
    Series constant = Door.series(probe);
    if (constant != null) {
      return constant.shared();
    }
    RunFamily family = probe.family();
    if (family == null) {
      throw new IllegalStateException("a probe without a family has no cells");
    }
    boolean hushed = Door.hush();
    try {
      List<String> values = new ArrayList<>(probe.labels().size());
      for (Value label : probe.labels()) {
        values.add(read(probe, label, call));
      }
      return family.series(values).shared();
    } finally {
      Door.speak(hushed);
    }
  }

  private static String read(Probe probe, Value label, Call call) {
    if (probe.rule().isQuiet() && label.root() != Value.Root.CONSTANT) {
      return Value.ERROR;
    }
    try {
      return Value.label(label.read(call), probe.rule().labelLength());
    } catch (Throwable e) {
      probe.failed();
      return Value.ERROR;
    }
  }

  // ---- outermost -----------------------------------------------------------------------------

  private static boolean claim(Probe probe) {
    return !probe.rule().outermost() || Outermost.claim(probe.rule().index());
  }

  private static void unclaim(Probe probe) {
    if (probe.rule().outermost()) {
      Outermost.release(probe.rule().index());
    }
  }
}
