package io.heddle.agent.cli.top.read;

/**
 * The counts of runs of one kind since they began to be counted. Immutable.
 *
 * @param completed with any outcome
 * @param failed with another outcome than success
 * @param durations of those that completed
 * @param createdNanos when the counting began, since 1970; 0 if unknown
 */
public record RunCounts(
    double started,
    double completed,
    double failed,
    double inFlight,
    NativeHistogram durations,
    long createdNanos) {
  static final RunCounts NONE = new RunCounts(0, 0, 0, 0, NativeHistogram.EMPTY, 0);

  RunCounts withStarted(double more, long created) {
    return new RunCounts(started + more, completed, failed, inFlight, durations, created);
  }

  RunCounts withCompleted(double more, boolean success) {
    return new RunCounts(
        started,
        completed + more,
        failed + (success ? 0 : more),
        inFlight,
        durations,
        createdNanos);
  }

  RunCounts withInFlight(double more) {
    return new RunCounts(started, completed, failed, inFlight + more, durations, createdNanos);
  }

  RunCounts withDurations(NativeHistogram more) {
    return new RunCounts(started, completed, failed, inFlight, durations.plus(more), createdNanos);
  }
}
