package io.heddle.agent.metric;

import io.heddle.registry.labeled.LabeledMetric;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * A histogram of the application's own, with labels and classic buckets of any numbers.
 * Thread-safe; its count is the sum of its buckets, so that they cannot disagree.
 */
public final class ClassicHistogram extends LabeledMetric<ClassicHistogram.Value> {
  private final double[] bounds;

  ClassicHistogram(String name, String help, double[] bounds, List<String> labels, int limit) {
    super("histogram", name, help, labels, limit);
    this.bounds = bounds.clone();
  }

  /**
   * Returns the histogram of these label values; the overflow one when there are too many.
   *
   * @param labelValues one for each label
   */
  public Value at(List<String> labelValues) {
    return value(labelValues);
  }

  @Override
  protected Value create(LabelSet set) {
    return new Value(set, bounds);
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
    for (Value value : all()) {
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

  /** The histogram of one label set. Thread-safe. */
  public static final class Value {
    private final LabelSet set;
    private final double[] bounds;
    private final AtomicLongArray buckets;
    private final DoubleAdder sum = new DoubleAdder();
    private final long createdMillis = System.currentTimeMillis();

    Value(LabelSet set, double... bounds) {
      this.set = set;
      this.bounds = bounds;
      this.buckets = new AtomicLongArray(bounds.length + 1);
    }

    /**
     * Adds one value to the bucket with the lowest bound that is not below it.
     *
     * @param value finite
     */
    public void observe(double value) {
      int found = Arrays.binarySearch(bounds, value + 0.0); // -0.0 is 0.0
      sum.add(value);
      buckets.incrementAndGet(found >= 0 ? found : -found - 1);
    }

    private HistogramPoint read() {
      long[] counts = new long[buckets.length()];
      long count = 0;
      for (int i = 0; i < counts.length; i++) {
        counts[i] = buckets.get(i);
        count += counts[i];
      }
      return new HistogramPoint(set, 0, counts, count, sum.sum(), createdMillis);
    }
  }
}
