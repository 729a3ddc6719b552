package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.util.ArrayList;
import java.util.List;

/** Cuts metrics of any type into parts. */
final class SnapshotChunks {
  private SnapshotChunks() {}

  /** Returns the number of points of a metric. */
  static int size(MetricSnapshot metric) {
    return points(metric).size();
  }

  static boolean isHistogram(MetricSnapshot metric) {
    return metric instanceof MetricSnapshot.Histogram
        || metric instanceof MetricSnapshot.ClassicHistogram;
  }

  /** Returns the labels of one point. */
  static LabelSet labels(MetricSnapshot metric, int index) {
    if (metric instanceof MetricSnapshot.Info info) {
      return info.labels();
    }
    Object point = points(metric).get(index);
    return point instanceof HistogramPoint histogram
        ? histogram.labels()
        : ((Point) point).labels();
  }

  private static List<?> points(MetricSnapshot metric) {
    if (metric instanceof MetricSnapshot.Counter counter) {
      return counter.points();
    }
    if (metric instanceof MetricSnapshot.Gauge gauge) {
      return gauge.points();
    }
    if (metric instanceof MetricSnapshot.Histogram histogram) {
      return histogram.points();
    }
    return metric instanceof MetricSnapshot.ClassicHistogram histogram
        ? histogram.points()
        : List.of(metric);
  }

  /** Returns the metric with its points from one index (inclusive) to another one (exclusive). */
  static MetricSnapshot part(MetricSnapshot metric, int from, int to) {
    return with(metric, points(metric).subList(from, to));
  }

  /** Returns the metric with the points at these indexes only. */
  static MetricSnapshot only(MetricSnapshot metric, List<Integer> indexes) {
    List<Object> chosen = new ArrayList<>(indexes.size());
    for (int index : indexes) {
      chosen.add(points(metric).get(index));
    }
    return with(metric, chosen);
  }

  @SuppressWarnings("unchecked") // they are points of this metric
  private static MetricSnapshot with(MetricSnapshot metric, List<?> points) {
    if (metric instanceof MetricSnapshot.Counter counter) {
      return new MetricSnapshot.Counter(counter.name(), counter.help(), (List<Point>) points);
    }
    if (metric instanceof MetricSnapshot.Gauge gauge) {
      return new MetricSnapshot.Gauge(gauge.name(), gauge.help(), (List<Point>) points);
    }
    if (metric instanceof MetricSnapshot.Histogram histogram) {
      return new MetricSnapshot.Histogram(
          histogram.name(), histogram.help(), histogram.grid(), (List<HistogramPoint>) points);
    }
    return metric instanceof MetricSnapshot.ClassicHistogram histogram
        ? new MetricSnapshot.ClassicHistogram(
            histogram.name(), histogram.help(), histogram.bounds(), (List<HistogramPoint>) points)
        : metric;
  }
}
