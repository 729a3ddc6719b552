package io.heddle.agent.unit.spill;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.unit.spill.disk.SpillError;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts and reports errors and lost samples. Thread-safe; only the first of a kind allocates. */
final class SpillStats {
  private final Map<SpillError, AtomicLong> errors = new ConcurrentHashMap<>();
  private final Map<DropCause, AtomicLong> drops = new ConcurrentHashMap<>();
  // made at the start: a full heap has no room for the first of a kind
  private final AtomicLong unreported = new AtomicLong();
  private final WarningSink warnings;

  SpillStats(WarningSink warnings) {
    this.warnings = warnings;
  }

  void addDropped(DropCause cause, long samples) {
    drops.computeIfAbsent(cause, first -> new AtomicLong()).addAndGet(samples);
  }

  void addError(SpillError error) {
    errors.computeIfAbsent(error, first -> new AtomicLong()).incrementAndGet();
  }

  /** Counts an error and reports it as a warning. */
  void report(SpillError error, String sentence) {
    addError(error);
    warn(error, sentence);
  }

  /** Counts an error that could neither be reported nor counted by kind. Allocates nothing. */
  void addUnreported() {
    unreported.incrementAndGet();
  }

  /** Reports an error that is counted already. */
  void warn(SpillError error, String sentence) {
    try {
      warnings.warn("spill-" + error.key(), sentence);
    } catch (RuntimeException e) {
      addError(SpillError.INTERNAL); // a receiver that fails must not end the thread that spills
    }
  }

  Map<String, Long> dropped() {
    Map<String, Long> all = new HashMap<>();
    drops.forEach((cause, count) -> put(all, cause.key(), count));
    return all;
  }

  Map<String, Long> errors() {
    Map<String, Long> all = new HashMap<>();
    errors.forEach((error, count) -> put(all, error.key(), count));
    if (unreported.get() > 0) {
      all.merge(SpillError.INTERNAL.key(), unreported.get(), Long::sum);
    }
    return all;
  }

  private static void put(Map<String, Long> all, String key, AtomicLong count) {
    if (count.get() > 0) {
      all.put(key, count.get());
    }
  }
}
