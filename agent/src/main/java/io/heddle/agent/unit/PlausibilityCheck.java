package io.heddle.agent.unit;

/**
 * Checks whether the processor time that was read of a process is possible. Not thread-safe:
 * guarded by the table.
 */
final class PlausibilityCheck {
  /** Result for a reading that cannot be of this process. */
  static final long IMPLAUSIBLE = -2;

  /** Time for which a thread may wait between the clock and the reading. */
  private static final long SLACK_NANOS = 250_000_000;

  private static final long NANOS_OF_MILLI = 1_000_000;

  private final long tickNanos;
  private final int processors;
  private long rejected;

  PlausibilityCheck(long tickNanos, int processors) {
    this.tickNanos = tickNanos;
    this.processors = processors;
  }

  /**
   * Returns the ticks since the sample before; unknown, as for the first, or {@link #IMPLAUSIBLE}.
   */
  long ticks(Unit unit, long millis, long cpuTicks) {
    if (cpuTicks < 0 || unit.lastTicks < 0) {
      return Unit.UNKNOWN;
    }
    long since = cpuTicks - unit.lastTicks;
    double maximum =
        processors * ((millis - unit.lastMillis) * (double) NANOS_OF_MILLI + SLACK_NANOS);
    if (since < 0 || since * (double) tickNanos > maximum) {
      rejected++;
      return since < 0 ? Unit.UNKNOWN : IMPLAUSIBLE;
    }
    return since;
  }

  /** Returns the number of readings that were not possible. */
  long rejected() {
    return rejected;
  }
}
