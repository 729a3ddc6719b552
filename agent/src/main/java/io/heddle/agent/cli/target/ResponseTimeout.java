package io.heddle.agent.cli.target;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The time that another process may say nothing new. Thread-safe. */
final class ResponseTimeout {
  private final long limitNanos;
  private final LongSupplier clock;
  private volatile long heardNanos;

  ResponseTimeout(Duration limit) {
    this(limit, System::nanoTime);
  }

  /**
   * A patience by any clock.
   *
   * @param clock as {@link System#nanoTime}
   */
  ResponseTimeout(Duration limit, LongSupplier clock) {
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
