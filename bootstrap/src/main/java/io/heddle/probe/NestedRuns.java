package io.heddle.probe;

import io.heddle.probe.value.Call;
import io.heddle.probe.value.Value;
import io.heddle.registry.ActiveCall;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Suppression;
import org.jspecify.annotations.Nullable;

/** Handles calls that are part of a run: of one on their thread, or of one they are linked to. */
public final class NestedRuns {
  private NestedRuns() {}

  /**
   * Begins a call within the outermost call of its rule on this thread. Objects given to the call
   * are linked to that run, and its further guards hold until it ends.
   *
   * @return a call to be ended like a run; null if there is nothing to end
   */
  static @Nullable InFlightRun within(
      Probe probe, @Nullable Object self, @Nullable Object[] arguments) {
    ActiveCall around = CallDepth.running(probe);
    if (around == null) {
      return null;
    }
    InFlightRun run = around instanceof InFlightRun open ? open.whole() : null;
    if (run != null) {
      own(probe, run, new Call(self, arguments, null, null));
    }
    return probe.terms().guards().isEmpty() ? null : part(probe, around);
  }

  /** Begins a call that is part of a run of another thread; null if it is a run of its own. */
  static @Nullable InFlightRun tied(
      Probe probe, @Nullable Object self, @Nullable Object[] arguments) {
    Suppression suppression = ProbeBridge.suppress();
    try {
      Call call = new Call(self, arguments, null, null);
      InFlightRun run = find(probe, call);
      if (run == null) {
        return null;
      }
      own(probe, run, call);
      return part(probe, run);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  private static InFlightRun part(Probe probe, ActiveCall whole) {
    InFlightRun part = InFlightRun.part(whole);
    boolean begun = false;
    try {
      CallDepth.begin(probe, part);
      begun = true;
      return part;
    } finally {
      if (!begun) {
        part.aborted = true;
      }
    }
  }

  private static @Nullable InFlightRun find(Probe probe, Call call) {
    RunLinks ties = probe.terms().ties();
    if (ties == null || probe.rule().isQuiet()) {
      return null;
    }
    for (Value value : probe.terms().part()) {
      try {
        Object object = value.read(call);
        InFlightRun run = object == null ? null : ties.runOf(object, call.self(), probe);
        if (run != null) {
          return run;
        }
      } catch (StackOverflowError e) {
        throw e;
      } catch (Throwable e) {
        probe.failed(e);
      }
    }
    return null;
  }

  /** Links the objects given to a call within this run to the run. */
  public static void own(Probe probe, InFlightRun run, Call call) {
    Suppression suppression = ProbeBridge.suppress();
    try {
      tie(probe, run, call, true);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /** Links the objects given to the call that begins this run to it. Called while suppressed. */
  static void given(Probe probe, InFlightRun run, Call call) {
    tie(probe, run, call, false);
  }

  private static void tie(Probe probe, InFlightRun run, Call call, boolean own) {
    RunLinks ties = probe.terms().ties();
    if (ties == null || probe.rule().isQuiet()) {
      return;
    }
    for (Value value : probe.terms().known()) {
      try {
        Object object = value.read(call);
        if (object != null && own) {
          ties.own(object, run);
        } else if (object != null) {
          ties.given(object, run, call.self(), probe);
        }
      } catch (StackOverflowError e) {
        throw e;
      } catch (Throwable e) {
        probe.failed(e);
      }
    }
  }
}
