package io.heddle.agent.metric;

import io.heddle.registry.family.Budget;
import io.heddle.registry.labeled.HistogramDataPoint;
import io.heddle.registry.labeled.LabeledMetric;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A histogram of the application's own, with labels and classic buckets of any numbers.
 * Thread-safe.
 */
public final class ClassicHistogram extends LabeledMetric<HistogramDataPoint> {
  private final double[] bounds;
  private final Budget budget;

  ClassicHistogram(
      String name, String help, double[] bounds, List<String> labels, int limit, Budget budget) {
    super("histogram", name, help, labels, limit);
    this.budget = budget;
    this.bounds = bounds.clone();
  }

  /**
   * Returns the histogram of these label values; the overflow one when there are too many.
   *
   * @param labelValues one for each label
   */
  public HistogramDataPoint at(List<String> labelValues) {
    return value(labelValues);
  }

  @Override
  protected HistogramDataPoint create(LabelSet set) {
    return new HistogramDataPoint(set, budget, bounds);
  }

  @Override
  protected int buckets() {
    return bounds.length + 1;
  }

  boolean hasBounds(double... upperBounds) {
    return Arrays.equals(bounds, upperBounds);
  }

  /** Hands over the label sets that have observations; nothing if there are none. */
  @Override
  public void scrape(MetricSink sink) throws IOException {
    List<HistogramPoint> points = new ArrayList<>();
    boolean begun = false;
    for (HistogramDataPoint value : all()) {
      HistogramPoint point = value.read();
      if (point.count() > 0) {
        points.add(point);
      }
      if (points.size() == MetricSink.HISTOGRAMS) {
        sink.take(new MetricSnapshot.ClassicHistogram(name(), help(), bounds, points), begun);
        begun = true;
        points = new ArrayList<>();
      }
    }
    if (!points.isEmpty()) {
      sink.take(new MetricSnapshot.ClassicHistogram(name(), help(), bounds, points), begun);
    }
  }
}
