package io.heddle.probe;

import io.heddle.registry.ActiveCall;
import io.heddle.registry.Registry;
import org.jspecify.annotations.Nullable;

/** The outermost calls in flight on this thread, of rules that count only those. */
public final class CallDepth {
  private static final ThreadLocal<@Nullable CallDepth> RUNNING = new ThreadLocal<>();

  // of another attachment the same index means another rule
  private final Registry registry;
  private @Nullable ActiveCall[] byRule = {};

  private CallDepth(Registry registry) {
    this.registry = registry;
  }

  /** Returns true if the rule counts only the outermost call and one is in flight. */
  static boolean isRunning(Probe probe) {
    return probe.rule().outermost() && running(probe) != null;
  }

  /** Returns the call in flight of the probe's guard; null if there is none. */
  static @Nullable ActiveCall running(Probe probe) {
    CallDepth running = of(probe);
    return running == null ? null : running.at(probe.rule().index());
  }

  private @Nullable ActiveCall at(int index) {
    ActiveCall outermost = byRule.length <= index ? null : byRule[index];
    // a run that ends by a callback may be over before its method is
    return outermost == null || outermost.isOver() ? null : outermost;
  }

  /** Makes this call the outermost of its rule until {@link #end}, or until it is aborted. */
  static void begin(Probe probe, ActiveCall call) {
    if (!probe.rule().outermost()) {
      return;
    }
    CallDepth running = of(probe);
    if (running == null) {
      running = new CallDepth(probe.registry());
      RUNNING.set(running);
    }
    running.begin(probe.rule().index(), call);
    for (int guard : probe.guards()) {
      running.begin(guard, call);
    }
  }

  private void begin(int index, ActiveCall call) {
    if (byRule.length <= index) {
      @Nullable ActiveCall[] wider = new ActiveCall[index + 1];
      System.arraycopy(byRule, 0, wider, 0, byRule.length); // Arrays may be woven
      byRule = wider;
    }
    if (at(index) == null) {
      byRule[index] = call;
    }
  }

  /** Ends the call; does nothing if it was not the outermost. */
  public static void end(Probe probe, ActiveCall call) {
    CallDepth running = probe.rule().outermost() ? of(probe) : null;
    if (running != null) {
      running.end(probe.rule().index(), call);
      for (int guard : probe.guards()) {
        running.end(guard, call);
      }
    }
  }

  private void end(int index, ActiveCall call) {
    if (byRule.length > index && byRule[index] == call) {
      byRule[index] = null;
    }
  }

  private static @Nullable CallDepth of(Probe probe) {
    CallDepth running = RUNNING.get();
    return running == null || running.registry != probe.registry() ? null : running;
  }
}
