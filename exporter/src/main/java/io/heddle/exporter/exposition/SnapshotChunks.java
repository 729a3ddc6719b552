package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  /** Returns one point; an info has one, itself. */
  static Object point(MetricSnapshot metric, int index) {
    return points(metric).get(index);
  }

  /** Returns the labels of a point. */
  static LabelSet labels(@Nullable Object point) {
    if (point instanceof Point value) {
      return value.labels();
    }
    return point instanceof HistogramPoint histogram
        ? histogram.labels()
        : ((MetricSnapshot.Info) Objects.requireNonNull(point)).labels();
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
