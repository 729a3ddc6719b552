package io.heddle.agent.unit.spill;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.unit.spill.disk.SpillError;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts and reports errors and lost samples. Thread-safe; only the first of a kind allocates. */
final class SpillStats {
  private final Map<SpillError, AtomicLong> faults = new ConcurrentHashMap<>();
  private final Map<DropCause, AtomicLong> losses = new ConcurrentHashMap<>();
  // made at the start: a full heap has no room for the first of a kind
  private final AtomicLong unsaid = new AtomicLong();
  private final WarningSink warnings;

  SpillStats(WarningSink warnings) {
    this.warnings = warnings;
  }

  void lost(DropCause loss, long samples) {
    losses.computeIfAbsent(loss, first -> new AtomicLong()).addAndGet(samples);
  }

  void fault(SpillError fault) {
    faults.computeIfAbsent(fault, first -> new AtomicLong()).incrementAndGet();
  }

  /** Counts an error and reports it as a warning. */
  void report(SpillError fault, String sentence) {
    fault(fault);
    say(fault, sentence);
  }

  /** Counts an error that could neither be reported nor counted by kind. Allocates nothing. */
  void unsaid() {
    unsaid.incrementAndGet();
  }

  /** Reports an error that is counted already. */
  void say(SpillError fault, String sentence) {
    try {
      warnings.warn("spill-" + fault.key(), sentence);
    } catch (RuntimeException e) {
      fault(SpillError.INTERNAL); // a receiver that fails must not end the thread that spills
    }
  }

  Map<String, Long> dropped() {
    Map<String, Long> all = new HashMap<>();
    losses.forEach((loss, count) -> put(all, loss.key(), count));
    return all;
  }

  Map<String, Long> errors() {
    Map<String, Long> all = new HashMap<>();
    faults.forEach((fault, count) -> put(all, fault.key(), count));
    if (unsaid.get() > 0) {
      all.merge(SpillError.INTERNAL.key(), unsaid.get(), Long::sum);
    }
    return all;
  }

  private static void put(Map<String, Long> all, String key, AtomicLong count) {
    if (count.get() > 0) {
      all.put(key, count.get());
    }
  }
}
