package io.heddle.agent;

import io.heddle.registry.Registry;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.util.List;

/** Single values of a registry's snapshot. */
public record RegistryValues(Registry registry) {
  public List<String> names() {
    return registry.snapshot().stream().map(MetricSnapshot::name).toList();
  }

  /** The value of one series; 0 if it is missing. */
  public double value(String name, String... labelValues) {
    for (MetricSnapshot metric : registry.snapshot()) {
      if (metric.name().equals(name)) {
        for (Point point : points(metric)) {
          if (point.labels().values().equals(List.of(labelValues))) {
            return point.value();
          }
        }
      }
    }
    return 0;
  }

  /** The sum of one histogram, in seconds; NaN if it is missing. */
  public double seconds(String name, String... labelValues) {
    for (MetricSnapshot metric : registry.snapshot()) {
      if (metric instanceof MetricSnapshot.Histogram histogram && metric.name().equals(name)) {
        for (HistogramPoint point : histogram.points()) {
          if (point.labels().values().equals(List.of(labelValues))) {
            return point.sum();
          }
        }
      }
    }
    return Double.NaN;
  }

  private static List<Point> points(MetricSnapshot metric) {
    if (metric instanceof MetricSnapshot.Counter counter) {
      return counter.points();
    }
    return metric instanceof MetricSnapshot.Gauge gauge ? gauge.points() : List.of();
  }
}
