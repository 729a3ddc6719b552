package io.heddle.registry.labeled;

import io.heddle.registry.family.Budget;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A counter with labels that belongs to no family of runs, such as bytes. Thread-safe. */
public final class LabeledCounter extends LabeledMetric<CounterDataPoint> {
  private final Budget budget;

  /**
   * Creates a counter; other parameters as for {@link LabeledMetric}.
   *
   * @param budget pays for the cells of threads
   */
  public LabeledCounter(String name, String help, List<String> labels, int limit, Budget budget) {
    super("counter", name, help, labels, limit);
    this.budget = budget;
  }

  /**
   * Returns the counter of these label values; the overflow one when there are too many.
   *
   * @param labelValues one for each label
   */
  public LongAdder at(List<String> labelValues) {
    return value(labelValues).shared();
  }

  /** Returns the data point of these label values; parameters as for {@link #at}. */
  public CounterDataPoint dataPoint(List<String> labelValues) {
    return value(labelValues);
  }

  @Override
  protected CounterDataPoint create(LabelSet set) {
    return new CounterDataPoint(set, budget);
  }

  @Override
  public void scrape(MetricSink sink) throws IOException {
    List<Point> points = new ArrayList<>();
    for (CounterDataPoint one : all()) {
      points.add(new Point(one.labels(), one.sum(), one.createdMillis()));
    }
    if (!points.isEmpty()) {
      sink.take(new MetricSnapshot.Counter(name(), help(), points), false);
    }
  }
}
