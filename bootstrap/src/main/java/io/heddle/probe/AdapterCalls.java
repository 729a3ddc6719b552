package io.heddle.probe;

import io.heddle.probe.async.ResultListener;
import io.heddle.registry.ActiveCall;
import io.heddle.registry.Stages;
import io.heddle.registry.Suppression;
import io.heddle.registry.ThreadCells;
import io.heddle.registry.labeled.CounterDataPoint;
import io.heddle.registry.labeled.DataPoint;
import io.heddle.registry.labeled.GaugeDataPoint;
import io.heddle.registry.labeled.HistogramDataPoint;
import io.heddle.registry.time.AgentWork;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Handles calls that are no runs by themselves and are passed to an adapter. */
public final class AdapterCalls {
  private static final @Nullable Object[] NONE = {};

  private AdapterCalls() {}

  /** Begins a call of an adapter's method; the result goes to {@link #leave}. */
  public static @Nullable ActiveCall visit(
      Probe probe, @Nullable Object self, @Nullable Object[] arguments) {
    probe.fire();
    Adapter adapter = probe.adapter();
    if (adapter == null
        || !probe.counts()
        || probe.rule().isQuiet() // what began before that still ends: its adapter keeps state
        || ProbeBridge.isSuppressed()
        || CallDepth.isRunning(probe)) {
      return null;
    }
    long begin = System.nanoTime();
    Suppression suppression = ProbeBridge.suppress();
    Visit visit = null;
    boolean entered = false;
    try {
      boolean keeps = adapter.keepsCall();
      visit = new Visit(probe, keeps ? self : null, keeps ? arguments : NONE);
      CallDepth.begin(probe, visit);
      visit.state = adapter.enter(self, arguments);
      bindStage(probe, visit);
      AgentWork.worked(begin);
      entered = true;
      return visit;
    } catch (Throwable e) {
      probe.failed(e);
      return null;
    } finally {
      if (!entered && visit != null) {
        visit.aborted = true;
      }
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  private static void bindStage(Probe probe, Visit visit) {
    Stages stages = probe.registry().stages();
    if (stages != null) {
      stages.bind(visit);
    }
  }

  /** Ends a call that {@link #visit} began, with its result or exception. */
  public static void leave(
      Probe probe, ActiveCall call, @Nullable Object returned, @Nullable Throwable thrown) {
    CallDepth.end(probe, call);
    Adapter adapter = probe.adapter();
    if (adapter == null) {
      return;
    }
    Visit visit = (Visit) call;
    long begin = System.nanoTime();
    Suppression suppression = ProbeBridge.suppress();
    try {
      boolean later =
          RunCompletion.isLater(returned)
              && adapter.awaits(visit.state)
              && returned != null
              && new RunCompletion(visit, visit).follow(returned, adapter.keepsCall());
      if (!later) {
        adapter.exit(visit.state, visit.self, visit.arguments, returned, thrown);
      }
      probe.rule().worked();
      AgentWork.worked(begin);
    } catch (Throwable e) {
      call.aborted = true; // its adapter may not have left the stage that it entered
      probe.failed(e);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  // ---- values that an application records through a handle -----------------------------------

  /**
   * Adds to the counter that a handle keeps. Allocates nothing.
   *
   * @param kept what an earlier {@link #record} returned for the handle, or null
   * @return false if nothing was recorded: {@link #record} knows what to do
   */
  public static boolean count(Probe probe, @Nullable Object kept, long count) {
    probe.fire();
    if (!(kept instanceof CounterDataPoint point)
        || count < 0
        || count > CounterDataPoint.MAX_INCREMENT
        || !isLive(probe, point)) {
      return false;
    }
    ThreadCells own = ProbeBridge.cached();
    return (own != null && !own.isSuppressed() && point.add(own, place(), count))
        || countShared(point, count);
  }

  private static boolean countShared(CounterDataPoint point, long count) {
    Suppression suppression = ProbeBridge.suppress();
    if (suppression == null) {
      return false; // nothing that this thread runs is counted
    }
    try {
      ThreadCells own = claim(point);
      if (own == null || !point.add(own, place(), count)) {
        point.shared().add(count);
      }
      return true;
    } finally {
      suppression.suppressor = 0;
    }
  }

  /** Adds one value to the histogram that a handle keeps; parameters as for {@link #count}. */
  public static boolean observe(Probe probe, @Nullable Object kept, double value) {
    probe.fire();
    if (!(kept instanceof HistogramDataPoint point) || !isFinite(value) || !isLive(probe, point)) {
      return false;
    }
    ThreadCells own = ProbeBridge.cached();
    return (own != null && !own.isSuppressed() && point.observe(own, place(), value))
        || observeShared(point, value);
  }

  private static boolean observeShared(HistogramDataPoint point, double value) {
    Suppression suppression = ProbeBridge.suppress();
    if (suppression == null) {
      return false;
    }
    try {
      ThreadCells own = claim(point);
      if (own == null || !point.observe(own, place(), value)) {
        point.observe(value);
      }
      return true;
    } finally {
      suppression.suppressor = 0;
    }
  }

  /** Sets the gauge that a handle keeps; parameters as for {@link #count}. */
  public static boolean set(Probe probe, @Nullable Object kept, double value) {
    probe.fire();
    if (!(kept instanceof GaugeDataPoint point)
        || !isLive(probe, point)
        || ProbeBridge.isSuppressedNow()) {
      return false;
    }
    point.set(value);
    return true;
  }

  /** Adds to the gauge that a handle keeps; parameters as for {@link #count}. */
  public static boolean change(Probe probe, @Nullable Object kept, double change) {
    probe.fire();
    if (!(kept instanceof GaugeDataPoint point)
        || !isFinite(change)
        || !isLive(probe, point)
        || ProbeBridge.isSuppressedNow()) {
      return false;
    }
    point.add(change);
    return true;
  }

  /** Returns the same as Double, whose methods may be woven. */
  private static boolean isFinite(double value) {
    return value >= -Double.MAX_VALUE && value <= Double.MAX_VALUE;
  }

  /** Returns false for what a handle found in an agent that has left, also if one came again. */
  private static boolean isLive(Probe probe, DataPoint point) {
    return probe.counts() && point.isPaidBy(probe.registry().metrics().budget());
  }

  private static int place() {
    return ProbeBridge.cacheIndex(Thread.currentThread());
  }

  /**
   * Returns the cells of this thread if it owns one of the data point too, which it may get now.
   */
  private static @Nullable ThreadCells claim(DataPoint point) {
    ThreadCells own = ProbeBridge.cached();
    return own != null && point.claim(own, place()) ? own : null;
  }

  /**
   * Passes a call to its adapter, which records it.
   *
   * @param self the handle
   * @param value what it records, boxed
   * @return what the handle is to keep; null: nothing new
   */
  public static @Nullable Object record(Probe probe, Object self, Object value) {
    ActiveCall call = visit(probe, self, new Object[] {value});
    if (call == null) {
      return null;
    }
    try {
      leave(probe, call, null, null);
    } catch (StackOverflowError e) {
      call.aborted = true;
    }
    // the handle keeps it in a plain field, and another thread may read it there
    VarHandle.releaseFence();
    return ((Visit) call).state instanceof DataPoint point ? point : null;
  }

  /**
   * A call that was passed to an adapter. An application's stage holds it while the adapter waits
   * for that stage: so it is a class of the boot loader.
   */
  private static final class Visit extends ActiveCall implements ResultListener {
    final Probe probe;
    final @Nullable Object self;
    final @Nullable Object[] arguments;
    @Nullable Object state;

    Visit(Probe probe, @Nullable Object self, @Nullable Object[] arguments) {
      this.probe = probe;
      this.self = self;
      this.arguments = arguments;
    }

    @Override
    public void with(@Nullable Object value, @Nullable Throwable thrown) {
      Adapter adapter = probe.adapter();
      if (adapter == null) {
        return;
      }
      long begin = System.nanoTime();
      Suppression suppression = ProbeBridge.suppress();
      try {
        adapter.exit(state, self, arguments, value, thrown);
        AgentWork.worked(begin);
      } catch (Throwable e) {
        probe.failed(e);
      } finally {
        if (suppression != null) {
          suppression.suppressor = 0;
        }
      }
    }
  }
}
