package io.heddle.registry;

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
  record Histogram(String name, String help, Grid grid, List<HistogramPoint> points)
      implements MetricSnapshot {}
}
