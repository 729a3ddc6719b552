package io.heddle.agent;

import io.heddle.agent.log.Log;
import io.heddle.agent.weave.Weaver;
import io.heddle.registry.Registry;
import io.heddle.registry.error.SwallowedError;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Warns of errors that probes swallowed, once a minute for each rule. Runs on Heddle's own thread
 * and at the end, never where the error occurred. Thread-safe.
 */
final class AdviceErrorWarnings implements Runnable, Predicate<String> {
  private static final long MINUTE = 60_000_000_000L;
  private static final String NO_RULE = "";

  private final Registry registry;
  private final Weaver weaver;
  // guarded by this
  private final Map<String, Long> said = new HashMap<>();

  AdviceErrorWarnings(Registry registry, Weaver weaver) {
    this.registry = registry;
    this.weaver = weaver;
  }

  @Override
  public synchronized void run() {
    for (Map.Entry<String, String> error : weaver.rules().unreportedErrors(this).entrySet()) {
      String rule = error.getKey();
      said.put(rule, System.nanoTime());
      Log.warn("errors of " + rule, "rule " + rule + " swallowed an error: " + error.getValue());
    }
    SwallowedError other = test(NO_RULE) ? registry.errors().unreported() : null;
    if (other != null) {
      said.put(NO_RULE, System.nanoTime());
      Log.warn("errors of no rule", "a probe swallowed an error: " + other.inWords());
    }
  }

  /** Returns true if this rule had no warning for a minute. A lambda would slow each start. */
  @Override
  public synchronized boolean test(String rule) {
    Long last = said.get(rule);
    return last == null || System.nanoTime() - last >= MINUTE;
  }
}
