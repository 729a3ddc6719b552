package io.heddle.api;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts values by bucket, with sum and count, from {@link Heddle#histogram}. Thread-safe. */
public final class Histogram extends Metric {
  // read by the agent, never changed
  final double[] bounds;
  // of the agent, see Metric
  @Nullable Object dataPoint;

  Histogram(
      String name,
      String help,
      double[] bounds,
      List<String> labelNames,
      List<String> labelValues) {
    super(name, help, labelNames, labelValues);
    this.bounds = bounds;
  }

  private Histogram(Histogram other, List<String> labelValues) {
    super(other, labelValues);
    this.bounds = other.bounds;
  }

  /**
   * Returns the histogram with these label values, in the order of the names. A value that is null
   * or missing becomes {@code none}; with too many values nothing is recorded.
   */
  public Histogram labels(@Nullable String @Nullable ... values) {
    return (Histogram) child(values);
  }

  /**
   * Adds one value to the bucket with the lowest bound that is not below the value. NaN and
   * infinite values are not recorded, but counted as rejected.
   */
  public void observe(double value) {}

  @Override
  Metric with(List<String> values) {
    return new Histogram(this, values);
  }

  @Override
  boolean agrees(Metric other) {
    return super.agrees(other) && Arrays.equals(bounds, ((Histogram) other).bounds);
  }

  @Override
  String kind() {
    return "histogram";
  }
}
