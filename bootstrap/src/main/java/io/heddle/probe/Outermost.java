package io.heddle.probe;

import io.heddle.registry.ActiveCall;
import io.heddle.registry.Registry;
import org.jspecify.annotations.Nullable;

/** The outermost calls of {@code outermost} rules that go on on this thread. */
final class Outermost {
  private static final ThreadLocal<@Nullable Outermost> RUNNING = new ThreadLocal<>();

  // of another attachment the same index means another rule
  private final Registry registry;
  private @Nullable ActiveCall[] byRule = {};

  private Outermost(Registry registry) {
    this.registry = registry;
  }

  /** True if a call of the probe's rule goes on, and the rule counts the outermost only. */
  static boolean isRunning(Probe probe) {
    if (!probe.rule().outermost()) {
      return false;
    }
    int index = probe.rule().index();
    Outermost running = of(probe);
    ActiveCall outermost =
        running == null || running.byRule.length <= index ? null : running.byRule[index];
    return outermost != null && !outermost.aborted;
  }

  /** This call is the outermost of its rule until {@link #end}, or until it is aborted. */
  static void begin(Probe probe, ActiveCall call) {
    if (!probe.rule().outermost()) {
      return;
    }
    int index = probe.rule().index();
    Outermost running = of(probe);
    if (running == null) {
      running = new Outermost(probe.registry());
      RUNNING.set(running);
    }
    if (running.byRule.length <= index) {
      @Nullable ActiveCall[] wider = new ActiveCall[index + 1];
      System.arraycopy(running.byRule, 0, wider, 0, running.byRule.length); // Arrays may be woven
      running.byRule = wider;
    }
    running.byRule[index] = call;
  }

  /** The call is over; nothing if it was not the outermost. */
  static void end(Probe probe, ActiveCall call) {
    int index = probe.rule().index();
    Outermost running = probe.rule().outermost() ? of(probe) : null;
    if (running != null && running.byRule.length > index && running.byRule[index] == call) {
      running.byRule[index] = null;
    }
  }

  private static @Nullable Outermost of(Probe probe) {
    Outermost running = RUNNING.get();
    return running == null || running.registry != probe.registry() ? null : running;
  }
}
