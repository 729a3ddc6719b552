package io.heddle.agent.unit;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Two clocks: one that only goes forward, in milliseconds since this JVM began, and the wall clock.
 * Thread-safe.
 */
final class UnitClock {
  private static final long NANOS = 1_000_000;

  private final LongSupplier nanoTime;
  private final LongSupplier epochMillis;
  private final long startEpochMillis;
  private final long origin;

  /**
   * @param nanoTime as {@link System#nanoTime}
   * @param epochMillis as {@link System#currentTimeMillis}
   * @param startEpochMillis when this JVM began, by the wall clock
   */
  UnitClock(LongSupplier nanoTime, LongSupplier epochMillis, long startEpochMillis) {
    this.nanoTime = nanoTime;
    this.epochMillis = epochMillis;
    this.startEpochMillis = startEpochMillis;
    long age = Math.max(0, epochMillis.getAsLong() - startEpochMillis);
    this.origin = nanoTime.getAsLong() - age * NANOS;
  }

  /** Returns the clock of this JVM. */
  static UnitClock system() {
    Instant began =
        ProcessHandle.current().info().startInstant().orElseGet(() -> Instant.ofEpochMilli(now()));
    return new UnitClock(System::nanoTime, UnitClock::now, began.toEpochMilli());
  }

  /** Returns the clock of a JVM of this age, where the JDK would read another process. */
  static UnitClock ofAge(long millis) {
    return new UnitClock(System::nanoTime, UnitClock::now, now() - millis);
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  /** Returns the time at which this JVM began, in milliseconds since 1970. */
  long startEpochMillis() {
    return startEpochMillis;
  }

  /** Returns the milliseconds since this JVM began. */
  long millis() {
    return (nanoTime.getAsLong() - origin) / NANOS;
  }

  /** Returns the milliseconds since 1970. */
  long epochMillis() {
    return epochMillis.getAsLong();
  }
}
