package io.heddle.agent.cli.attach;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A timeout that starts again whenever another process reports something new. Thread-safe. */
final class ResponseTimeout {
  private final long limitNanos;
  private final LongSupplier clock;
  private volatile long reportedNanos;

  ResponseTimeout(Duration limit) {
    this(limit, System::nanoTime);
  }

  /**
   * Creates a timeout with any clock.
   *
   * @param clock as {@link System#nanoTime}
   */
  ResponseTimeout(Duration limit, LongSupplier clock) {
    this.limitNanos = limit.toNanos();
    this.clock = clock;
    renew();
  }

  /** Starts the timeout again, because something new was reported. */
  void renew() {
    reportedNanos = clock.getAsLong();
  }

  /** Returns the nanoseconds that are left, 0 or less if the timeout is over. */
  long leftNanos() {
    return limitNanos - (clock.getAsLong() - reportedNanos);
  }
}
