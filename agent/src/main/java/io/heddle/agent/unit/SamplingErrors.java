package io.heddle.agent.unit;

import io.heddle.agent.log.WarningSink;
import java.util.concurrent.atomic.AtomicLong;

/** Counts and reports the errors of the sampling of units. Thread-safe. */
final class SamplingErrors {
  private final WarningSink warnings;
  private final AtomicLong count = new AtomicLong();

  SamplingErrors(WarningSink warnings) {
    this.warnings = warnings;
  }

  /** Counts an error and reports it as a warning. */
  void report(String what, Throwable why) {
    count.incrementAndGet();
    try {
      warnings.warn("units", what + ": " + why);
    } catch (RuntimeException | Error e) {
      // the error is counted; without memory there is no warning
    }
  }

  /** Reports a warning without counting it: the caller has its own count, if any. */
  void warn(String kind, String sentence) {
    warnings.warn(kind, sentence);
  }

  long count() {
    return count.get();
  }
}
