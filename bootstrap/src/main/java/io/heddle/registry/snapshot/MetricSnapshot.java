package io.heddle.registry.snapshot;

import java.util.List;

/** One exported metric with all its series at one moment. Immutable. */
public sealed interface MetricSnapshot {
  /**
   * Returns the whole name with prefix; a counter's ends in {@code _total}, an info's in {@code
   * _info}.
   */
  String name();

  /** Returns one sentence that explains the metric to people. */
  String help();

  /** Returns a counter without labels. */
  static Counter counter(String name, String help, long value) {
    return new Counter(name, help, List.of(new Point(LabelSet.EMPTY, value)));
  }

  /**
   * Returns a counter without labels.
   *
   * @param createdMillis when it began to count, in milliseconds since 1970
   */
  static Counter counter(String name, String help, long value, long createdMillis) {
    return new Counter(name, help, List.of(new Point(LabelSet.EMPTY, value, createdMillis)));
  }

  /** Returns a gauge without labels. */
  static Gauge gauge(String name, String help, long value) {
    return gauge(name, help, (double) value);
  }

  /** Returns a gauge without labels. */
  static Gauge gauge(String name, String help, double value) {
    return new Gauge(name, help, List.of(new Point(LabelSet.EMPTY, value)));
  }

  /** A metric whose values only rise. */
  record Counter(String name, String help, List<Point> points) implements MetricSnapshot {}

  /** A metric whose values rise and fall. */
  record Gauge(String name, String help, List<Point> points) implements MetricSnapshot {}

  /** A metric that is always one; its labels hold the information. */
  record Info(String name, String help, LabelSet labels) implements MetricSnapshot {}

  /** A metric of durations by bucket; {@code grid} holds the bounds. */
  record Histogram(String name, String help, BucketLayout grid, List<HistogramPoint> points)
      implements MetricSnapshot {}

  /**
   * A metric of the application's own values by bucket. Its points count by bucket, from the first
   * on: one for each bound and one for values above the last.
   *
   * @param bounds upper bounds, rising and finite; not written after construction
   */
  @SuppressWarnings("ArrayRecordComponent") // shared by all snapshots and never compared
  record ClassicHistogram(String name, String help, double[] bounds, List<HistogramPoint> points)
      implements MetricSnapshot {}
}
