package io.heddle.agent.metric;

import io.heddle.registry.family.Budget;
import io.heddle.registry.labeled.GaugeDataPoint;
import io.heddle.registry.labeled.LabeledMetric;
import io.heddle.registry.labeled.LabeledMetrics;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A gauge with labels, which is set or added to. Thread-safe. */
public final class LabeledGauge extends LabeledMetric<GaugeDataPoint> {
  private final Budget budget;

  LabeledGauge(String name, String help, List<String> labels, int limit, Budget budget) {
    super("gauge", name, help, labels, limit);
    this.budget = budget;
  }

  /**
   * Returns Heddle's gauge {@code prefix_name}, made at the first call.
   *
   * @throws IllegalArgumentException if it exists with other labels
   */
  public static LabeledGauge of(
      LabeledMetrics metrics, String name, String help, List<String> labels) {
    String exported = metrics.prefix() + name;
    return metrics.add(
        new LabeledGauge(exported, help, labels, metrics.limit(), metrics.budget()), labels);
  }

  /**
   * Returns the gauge of these label values; the overflow one when there are too many.
   *
   * @param labelValues one for each label
   */
  public GaugeDataPoint at(List<String> labelValues) {
    return value(labelValues);
  }

  @Override
  protected GaugeDataPoint create(LabelSet set) {
    return new GaugeDataPoint(set, budget);
  }

  /** Hands over the gauges that were set or changed; nothing if there are none. */
  @Override
  public void scrape(MetricSink sink) throws IOException {
    List<Point> points = new ArrayList<>();
    for (GaugeDataPoint value : all()) {
      value.read(points);
    }
    if (!points.isEmpty()) {
      sink.take(new MetricSnapshot.Gauge(name(), help(), points), false);
    }
  }
}
