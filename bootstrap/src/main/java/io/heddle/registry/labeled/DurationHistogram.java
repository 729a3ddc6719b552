package io.heddle.registry.labeled;

import io.heddle.registry.family.BucketAccumulator;
import io.heddle.registry.family.BucketCounts;
import io.heddle.registry.family.Budget;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A histogram of durations with labels that is fed by no family of runs. Thread-safe. */
public final class DurationHistogram extends LabeledMetric<DurationHistogram.Value> {
  private final BucketLayout layout;
  private final Budget budget;

  DurationHistogram(
      String name, String help, List<String> labels, int limit, double[] bounds, Budget budget) {
    super("histogram", name, help, labels, limit);
    this.layout = new BucketLayout(bounds);
    this.budget = budget;
  }

  /**
   * Adds one observation.
   *
   * @param labelValues one for each label; those beyond the limit are folded into one
   * @param nanos 0 or more
   */
  public void record(List<String> labelValues, long nanos) {
    value(labelValues).record(layout.cellOf(nanos), nanos);
  }

  @Override
  protected Value create(LabelSet set) {
    budget.force(BucketCounts.bytes(layout));
    return new Value(set, new BucketCounts(layout, budget, false));
  }

  @Override
  protected int buckets() {
    return layout.classicSize();
  }

  @Override
  public void scrape(MetricSink sink) throws IOException {
    BucketAccumulator counts = new BucketAccumulator(layout.size());
    List<HistogramPoint> points = new ArrayList<>();
    boolean begun = false;
    for (Value value : all()) {
      // before the buckets: the sum never holds what they do not
      double seconds = value.nanos.sum() / 1e9;
      value.buckets.addTo(counts);
      HistogramPoint point = counts.take(value.labels, seconds, value.createdMillis);
      if (point.count() > 0) {
        points.add(point);
      }
      if (points.size() == MetricSink.HISTOGRAMS) {
        sink.take(new MetricSnapshot.Histogram(name(), help(), layout, points), begun);
        begun = true;
        points = new ArrayList<>();
      }
    }
    if (!points.isEmpty()) {
      sink.take(new MetricSnapshot.Histogram(name(), help(), layout, points), begun);
    }
  }

  /** The histogram of one label set. Thread-safe. */
  static final class Value {
    final LabelSet labels;
    final BucketCounts buckets;
    final LongAdder nanos = new LongAdder();
    final long createdMillis = System.currentTimeMillis();

    Value(LabelSet labels, BucketCounts buckets) {
      this.labels = labels;
      this.buckets = buckets;
    }

    void record(int cell, long duration) {
      BucketCounts.incrementShared(buckets.forceChunkOf(cell), cell);
      nanos.add(duration);
    }
  }
}
