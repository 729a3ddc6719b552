package io.heddle.agent.cli;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The time that another process may say nothing new. Thread-safe. */
final class Patience {
  private final long limitNanos;
  private final LongSupplier clock;
  private volatile long heardNanos;

  Patience(Duration limit) {
    this(limit, System::nanoTime);
  }

  /**
   * A patience by any clock.
   *
   * @param clock as {@link System#nanoTime}
   */
  Patience(Duration limit, LongSupplier clock) {
    this.limitNanos = limit.toNanos();
    this.clock = clock;
    renew();
  }

  /** Begins anew: something new was heard. */
  void renew() {
    heardNanos = clock.getAsLong();
  }

  /** Nanoseconds that are left, 0 or less when it is over. */
  long leftNanos() {
    return limitNanos - (clock.getAsLong() - heardNanos);
  }
}
