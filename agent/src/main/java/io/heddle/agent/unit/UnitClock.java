package io.heddle.agent.unit;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Two clocks: one that only goes forward, in milliseconds since this JVM began, and that of the
 * wall. Thread-safe.
 */
final class UnitClock {
  private static final long NANOS = 1_000_000;

  private final LongSupplier nanoTime;
  private final LongSupplier epochMillis;
  private final long beganEpochMillis;
  private final long origin;

  /**
   * @param nanoTime as {@link System#nanoTime}
   * @param epochMillis as {@link System#currentTimeMillis}
   * @param beganEpochMillis when this JVM began, by the wall clock
   */
  UnitClock(LongSupplier nanoTime, LongSupplier epochMillis, long beganEpochMillis) {
    this.nanoTime = nanoTime;
    this.epochMillis = epochMillis;
    this.beganEpochMillis = beganEpochMillis;
    long age = Math.max(0, epochMillis.getAsLong() - beganEpochMillis);
    this.origin = nanoTime.getAsLong() - age * NANOS;
  }

  /** Of this JVM. */
  static UnitClock system() {
    Instant began =
        ProcessHandle.current().info().startInstant().orElseGet(() -> Instant.ofEpochMilli(now()));
    return new UnitClock(System::nanoTime, UnitClock::now, began.toEpochMilli());
  }

  /** Makes the clock of a JVM of this age, where the JDK would be told of another process. */
  static UnitClock ofAge(long millis) {
    return new UnitClock(System::nanoTime, UnitClock::now, now() - millis);
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  /** When this JVM began, in milliseconds since 1970. */
  long beganEpochMillis() {
    return beganEpochMillis;
  }

  /** Milliseconds since this JVM began. */
  long millis() {
    return (nanoTime.getAsLong() - origin) / NANOS;
  }

  /** Milliseconds since 1970. */
  long epochMillis() {
    return epochMillis.getAsLong();
  }
}
