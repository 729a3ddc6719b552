package io.heddle.agent.unit;

import io.heddle.agent.log.WarningSink;
import java.util.concurrent.atomic.AtomicLong;

/** What went wrong while units were sampled: counted, and said once in a while. Thread-safe. */
final class SamplingErrors {
  private final WarningSink warnings;
  private final AtomicLong count = new AtomicLong();

  SamplingErrors(WarningSink warnings) {
    this.warnings = warnings;
  }

  void happened(String what, Throwable why) {
    count.incrementAndGet();
    try {
      warnings.warn("units", what + ": " + why);
    } catch (RuntimeException | Error e) {
      // it is counted; without memory there is no sentence
    }
  }

  /** What another has counted is to be said. */
  void said(String kind, String sentence) {
    warnings.warn(kind, sentence);
  }

  long count() {
    return count.get();
  }
}
