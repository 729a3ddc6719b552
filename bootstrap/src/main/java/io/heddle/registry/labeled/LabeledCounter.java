package io.heddle.registry.labeled;

import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A counter with labels that belongs to no family of runs, such as bytes. Thread-safe. */
public final class LabeledCounter extends LabeledMetric<LabeledCounter.Value> {
  /** Creates a counter; parameters as for {@link LabeledMetric}. */
  public LabeledCounter(String name, String help, List<String> labels, int limit) {
    super("counter", name, help, labels, limit);
  }

  /**
   * Returns the counter of these label values; the overflow one when there are too many.
   *
   * @param labelValues one for each label
   */
  public LongAdder at(List<String> labelValues) {
    return value(labelValues).adder;
  }

  @Override
  protected Value create(LabelSet set) {
    return new Value(set, new LongAdder(), System.currentTimeMillis());
  }

  @Override
  public void scrape(MetricSink sink) throws IOException {
    List<Point> points = new ArrayList<>();
    for (Value value : all()) {
      long sum = value.adder.sum();
      // beyond 2^63 it stays at the top: a counter never falls
      points.add(new Point(value.labels, sum < 0 ? Long.MAX_VALUE : sum, value.createdMillis));
    }
    if (!points.isEmpty()) {
      sink.take(new MetricSnapshot.Counter(name(), help(), points), false);
    }
  }

  /** The counter of one label set. */
  record Value(LabelSet labels, LongAdder adder, long createdMillis) {}
}
