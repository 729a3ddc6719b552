package io.heddle.agent.metric;

import io.heddle.registry.labeled.LabeledMetric;
import io.heddle.registry.labeled.LabeledMetrics;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A gauge with labels, which is set or added to. Thread-safe. */
public final class LabeledGauge extends LabeledMetric<LabeledGauge.Value> {
  LabeledGauge(String name, String help, List<String> labels, int limit) {
    super("gauge", name, help, labels, limit);
  }

  /**
   * Returns Heddle's gauge {@code prefix_name}, made at the first call.
   *
   * @throws IllegalArgumentException if it exists with other labels
   */
  public static LabeledGauge of(
      LabeledMetrics metrics, String name, String help, List<String> labels) {
    String exported = metrics.prefix() + name;
    return metrics.add(new LabeledGauge(exported, help, labels, metrics.limit()), labels);
  }

  /**
   * Returns the gauge of these label values; the overflow one when there are too many.
   *
   * @param labelValues one for each label
   */
  public Value at(List<String> labelValues) {
    return value(labelValues);
  }

  @Override
  protected Value create(LabelSet set) {
    return new Value(set);
  }

  /** Hands over the gauges that were set or changed; nothing if there are none. */
  @Override
  public void scrape(MetricSink sink) throws IOException {
    List<Point> points = new ArrayList<>();
    for (Value value : all()) {
      value.read(points);
    }
    if (!points.isEmpty()) {
      sink.take(new MetricSnapshot.Gauge(name(), help(), points), false);
    }
  }

  /** The gauge of one label set. Thread-safe. */
  public static final class Value {
    // a NaN that cannot be set: nothing was set yet, and absent is not zero
    private static final long UNSET = 0x7ff8_0000_dead_beefL;

    private final LabelSet set;
    private final AtomicLong bits = new AtomicLong(UNSET);

    Value(LabelSet set) {
      this.set = set;
    }

    /** Sets the value, with volatile semantics. */
    public void set(double value) {
      bits.set(Double.doubleToLongBits(value));
    }

    /** Adds to the value exactly once; to zero if it was never set. */
    public void add(double change) {
      long before = bits.get();
      while (!bits.compareAndSet(before, Double.doubleToLongBits(sum(before, change)))) {
        before = bits.get();
      }
    }

    private static double sum(long before, double change) {
      return before == UNSET ? change : Double.longBitsToDouble(before) + change;
    }

    private void read(List<Point> points) {
      long now = bits.get();
      if (now != UNSET) {
        points.add(new Point(set, Double.longBitsToDouble(now)));
      }
    }
  }
}
