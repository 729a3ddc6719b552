package io.heddle.agent.unit;

/** Whether what was read of a process can be. Not thread-safe: guarded by the table. */
final class PlausibilityCheck {
  /** The reading cannot be of this process. */
  static final long ABSURD = -2;

  /** Between the clock and the reading a thread may wait for so long. */
  private static final long SLACK_NANOS = 250_000_000;

  private static final long NANOS_OF_MILLI = 1_000_000;

  private final long tickNanos;
  private final int processors;
  private long rejected;

  PlausibilityCheck(long tickNanos, int processors) {
    this.tickNanos = tickNanos;
    this.processors = processors;
  }

  /** Ticks since the sample before; unknown, as of the first, or {@link #ABSURD}. */
  long ticks(Unit unit, long millis, long cpuTicks) {
    if (cpuTicks < 0 || unit.lastTicks < 0) {
      return Unit.UNKNOWN;
    }
    long since = cpuTicks - unit.lastTicks;
    double most = processors * ((millis - unit.lastMillis) * (double) NANOS_OF_MILLI + SLACK_NANOS);
    if (since < 0 || since * (double) tickNanos > most) {
      rejected++;
      return since < 0 ? Unit.UNKNOWN : ABSURD;
    }
    return since;
  }

  /** Readings that could not be. */
  long rejected() {
    return rejected;
  }
}
