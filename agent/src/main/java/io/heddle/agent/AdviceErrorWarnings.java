package io.heddle.agent;

import io.heddle.agent.log.Log;
import io.heddle.agent.weave.Weaver;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.match.RuleFigures;
import io.heddle.exporter.report.RuleReport;
import io.heddle.registry.Registry;
import io.heddle.registry.error.SwallowedError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Warns of errors that probes swallowed, once a minute for each rule; once of each rule whose label
 * sets fold; and once, two minutes after the start, of rules that weave nothing. Runs on Heddle's
 * own thread and at the end, never where the error occurred. Thread-safe.
 */
final class AdviceErrorWarnings implements Runnable, Predicate<String> {
  private static final long MINUTE = 60_000_000_000L;
  private static final long UNMATCHED_AFTER = 2 * MINUTE;
  private static final int MORE_ANSWERS = 3;
  private static final String NO_RULE = "";

  private final Registry registry;
  private final Weaver weaver;
  // guarded by this
  private final Map<String, Long> said = new HashMap<>();
  private final long beganNanos = System.nanoTime();
  // guarded by this
  private boolean saidUnmatched;

  AdviceErrorWarnings(Registry registry, Weaver weaver) {
    this.registry = registry;
    this.weaver = weaver;
  }

  @Override
  public void run() {
    warnOfErrors();
    boolean isUnmatched = false;
    for (ActiveRule rule : weaver.rules().all()) {
      String folding = rule.newlyFolding();
      if (folding != null) {
        Log.warn("series", "rule " + rule.spec().id() + " " + folding);
      }
      isUnmatched |= rule.pack().isEmpty() && rule.wovenMethods() == 0;
    }
    if (isUnmatched && isUnmatchedDue()) {
      // without the lock, as class files are read
      List<RuleReport> reports = weaver.reports();
      for (int i = 0; i < MORE_ANSWERS && UnmatchedRuleWarning.lacksReasons(reports); i++) {
        reports = weaver.reports(); // each answer takes its time, and goes on where the last ended
      }
      String sentence = UnmatchedRuleWarning.of(reports);
      if (sentence != null) {
        Log.warn("rules", sentence);
      }
    }
  }

  private synchronized boolean isUnmatchedDue() {
    if (saidUnmatched || System.nanoTime() - beganNanos < UNMATCHED_AFTER) {
      return false;
    }
    saidUnmatched = true;
    return true;
  }

  private synchronized void warnOfErrors() {
    for (Map.Entry<String, String> error :
        RuleFigures.unreportedErrors(weaver.rules().all(), this).entrySet()) {
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
