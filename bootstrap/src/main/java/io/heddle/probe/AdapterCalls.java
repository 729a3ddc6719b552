package io.heddle.probe;

import io.heddle.probe.async.ResultListener;
import io.heddle.registry.ActiveCall;
import io.heddle.registry.Stages;
import io.heddle.registry.Suppression;
import io.heddle.registry.family.AgentWork;
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
