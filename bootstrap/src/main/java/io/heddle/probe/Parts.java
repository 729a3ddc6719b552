package io.heddle.probe;

import io.heddle.registry.ActiveCall;
import io.heddle.registry.OpenRun;
import io.heddle.registry.Suppression;
import org.jspecify.annotations.Nullable;

/** Calls that are part of a run: of one on their thread, or of one that they are tied to. */
final class Parts {
  private Parts() {}

  /**
   * A call of a rule whose outermost call goes on on this thread. What it was given belongs to that
   * run, and what it guards besides is guarded while it goes on.
   *
   * @return to be ended like a run; null if there is nothing to end
   */
  static @Nullable OpenRun within(
      Probe probe, @Nullable Object self, @Nullable Object[] arguments) {
    ActiveCall around = Outermost.running(probe);
    if (around == null) {
      return null;
    }
    OpenRun run = around instanceof OpenRun open ? open.whole() : null;
    if (run != null) {
      own(probe, run, new Call(self, arguments, null, null));
    }
    return probe.terms().guards().isEmpty() ? null : part(probe, around);
  }

  /** A call that is part of a run of another thread; null if it is a run of its own. */
  static @Nullable OpenRun tied(Probe probe, @Nullable Object self, @Nullable Object[] arguments) {
    Suppression suppression = Door.suppress();
    try {
      Call call = new Call(self, arguments, null, null);
      OpenRun run = find(probe, call);
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

  private static OpenRun part(Probe probe, ActiveCall whole) {
    OpenRun part = OpenRun.part(whole);
    boolean begun = false;
    try {
      Outermost.begin(probe, part);
      begun = true;
      return part;
    } finally {
      if (!begun) {
        part.aborted = true;
      }
    }
  }

  private static @Nullable OpenRun find(Probe probe, Call call) {
    Ties ties = probe.terms().ties();
    if (ties == null) {
      return null;
    }
    for (Value value : probe.terms().part()) {
      try {
        Object object = value.read(call);
        OpenRun run = object == null ? null : ties.runOf(object, call.self(), probe);
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

  /** What a call within this run was given belongs to it. */
  static void own(Probe probe, OpenRun run, Call call) {
    Suppression suppression = Door.suppress();
    try {
      tie(probe, run, call, true);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /** What the application gave to the call that begins this run tells of it. Suppressed. */
  static void given(Probe probe, OpenRun run, Call call) {
    tie(probe, run, call, false);
  }

  private static void tie(Probe probe, OpenRun run, Call call, boolean own) {
    Ties ties = probe.terms().ties();
    if (ties == null) {
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
