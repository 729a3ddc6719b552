package io.heddle.registry.snapshot;

import java.util.List;

/** One exported metric with all its series at one moment. Immutable. */
public sealed interface MetricSnapshot {
  /** The whole name with prefix; a counter's ends in {@code _total}, an info's in {@code _info}. */
  String name();

  /** One sentence for people. */
  String help();

  /** A value that only rises. */
  record Counter(String name, String help, List<Point> points) implements MetricSnapshot {}

  /** A value that rises and falls. */
  record Gauge(String name, String help, List<Point> points) implements MetricSnapshot {}

  /** Always one; what matters is in its labels. */
  record Info(String name, String help, LabelSet labels) implements MetricSnapshot {}

  /** Durations by bucket; {@code grid} tells the bounds. */
  record Histogram(String name, String help, BucketLayout grid, List<HistogramPoint> points)
      implements MetricSnapshot {}

  /**
   * Values of an application's own by bucket. Its points count by bucket, from the first on: one
   * for each bound and one for what is above the last.
   *
   * @param bounds upper bounds, rising and finite; not written after construction
   */
  @SuppressWarnings("ArrayRecordComponent") // shared by all snapshots and compared by nobody
  record ClassicHistogram(String name, String help, double[] bounds, List<HistogramPoint> points)
      implements MetricSnapshot {}
}
