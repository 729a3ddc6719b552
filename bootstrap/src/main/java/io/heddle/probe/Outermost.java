package io.heddle.probe;

import io.heddle.registry.ActiveCall;
import org.jspecify.annotations.Nullable;

/**
 * The outermost calls of {@code outermost} rules that go on on this thread, by index of the rule.
 */
final class Outermost {
  private static final ThreadLocal<@Nullable ActiveCall @Nullable []> RUNNING = new ThreadLocal<>();

  private Outermost() {}

  /** True if a call of this rule goes on, and the rule counts the outermost only. */
  static boolean isRunning(Probe.Rule rule) {
    if (!rule.outermost()) {
      return false;
    }
    @Nullable ActiveCall[] running = RUNNING.get();
    ActiveCall outermost =
        running == null || running.length <= rule.index() ? null : running[rule.index()];
    return outermost != null && !outermost.aborted;
  }

  /** This call is the outermost of its rule until {@link #end}, or until it is aborted. */
  static void begin(Probe.Rule rule, ActiveCall call) {
    if (!rule.outermost()) {
      return;
    }
    @Nullable ActiveCall[] running = RUNNING.get();
    if (running == null || running.length <= rule.index()) {
      @Nullable ActiveCall[] wider = new ActiveCall[rule.index() + 1];
      if (running != null) {
        System.arraycopy(running, 0, wider, 0, running.length); // Arrays may be woven
      }
      running = wider;
      RUNNING.set(running);
    }
    running[rule.index()] = call;
  }

  /** The call is over; nothing if it was not the outermost. */
  static void end(Probe.Rule rule, ActiveCall call) {
    @Nullable ActiveCall[] running = rule.outermost() ? RUNNING.get() : null;
    if (running != null && running.length > rule.index() && running[rule.index()] == call) {
      running[rule.index()] = null;
    }
  }
}
