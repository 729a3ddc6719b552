package io.heddle.agent.plan;

/**
 * The calls of planned methods in a short time, as far as the JVM told. Immutable.
 *
 * @param by {@code jfr} if calls were counted, {@code stacks} if stacks were looked at
 * @param seconds how long
 * @param calls calls of planned methods; -1 if they were not counted
 * @param timed those of them that Heddle would time, each of them
 * @param samples stacks that were looked at; 0 if calls were counted
 * @param seen stacks among them that were in a planned method
 */
public record CallSample(
    String by, double seconds, long calls, long timed, long samples, long seen) {
  // a call that is counted, and one that is timed too (docs/overhead.md)
  private static final double COUNTED_NANOS = 14;
  private static final double TIMED_NANOS = 60;

  static CallSample counted(double seconds, long calls, long timed) {
    return new CallSample("jfr", seconds, calls, timed, 0, 0);
  }

  static CallSample ofStacks(double seconds, long samples, long seen) {
    return new CallSample("stacks", seconds, -1, 0, samples, seen);
  }

  /** Returns the calls a second; NaN if they were not counted. */
  public double perSecond() {
    return calls < 0 ? Double.NaN : calls / seconds;
  }

  /** Returns the percent of one core that Heddle would take for them; NaN if not counted. */
  public double corePercent() {
    double nanos = (calls - timed) * COUNTED_NANOS + timed * TIMED_NANOS;
    return calls < 0 ? Double.NaN : nanos / seconds / 1e9 * 100;
  }
}
