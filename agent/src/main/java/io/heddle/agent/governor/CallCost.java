package io.heddle.agent.governor;

import io.heddle.registry.time.CoarseClock.NanoClock;

/**
 * The cost of counting and timing a call in this JVM, measured in its first seconds. Thread-safe.
 */
final class CallCost {
  /** Nanoseconds of counting a call that is not timed, as docs/overhead.md has them. */
  static final double COUNT_NANOS = 9;

  /** Nanoseconds of timing besides the two reads of the clock: bucket and sum. */
  private static final double RECORD_NANOS = 4;

  private static final int BATCH = 200;
  private static final int BATCHES = 3000;
  private static final long LONGEST_NANOS = 20_000_000;
  private static final int MEASUREMENTS = 3;

  private final NanoClock clock;
  // guarded by this
  private double clockNanos = Double.MAX_VALUE;
  private int measurements;

  /**
   * @param clock the one that calls are timed with
   */
  CallCost(NanoClock clock) {
    this.clock = clock;
  }

  /**
   * Measures the clock for 20 milliseconds; the fourth call and later ones do nothing. The least of
   * all counts, as the JVM interprets the first reads.
   */
  synchronized void measure() {
    if (measurements < MEASUREMENTS) {
      measurements++;
      clockNanos = Math.min(clockNanos, leastOfBatches());
    }
  }

  /** Returns the nanoseconds of a read of the clock, measured now if it never was. */
  synchronized double clockNanos() {
    if (measurements == 0) {
      measure();
    }
    return clockNanos;
  }

  /** Returns the nanoseconds by which a timed call costs more than one that is counted only. */
  double timingNanos() {
    return 2 * clockNanos() + RECORD_NANOS;
  }

  /**
   * Returns the least average of a batch: others disturb it, and the first batches are interpreted.
   */
  private double leastOfBatches() {
    double least = Double.MAX_VALUE;
    long begin = clock.nanos();
    long now = begin;
    for (int batch = 0; batch < BATCHES && now - begin < LONGEST_NANOS; batch++) {
      long before = now;
      for (int i = 0; i < BATCH; i++) {
        now = clock.nanos();
      }
      least = Math.min(least, (double) (now - before) / BATCH);
    }
    return Math.max(1, least);
  }
}
