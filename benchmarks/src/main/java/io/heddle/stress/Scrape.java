package io.heddle.stress;

import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.util.List;

/**
 * The sums of what one scrape shows.
 *
 * @param started runs entered
 * @param completed runs ended, by the counter
 * @param inFlight runs inside
 * @param inBuckets runs ended, by the buckets of the histogram
 * @param errors runs that did not succeed
 */
record Scrape(int started, int completed, int inFlight, int inBuckets, int errors) {
  static Scrape of(List<MetricSnapshot> metrics) {
    return new Scrape(
        sum(metrics, "_started_total"),
        sum(metrics, "_completed_total"),
        sum(metrics, "_in_flight"),
        sum(metrics, "_duration_seconds"),
        sum(metrics, "_errors_total"));
  }

  static int sum(List<MetricSnapshot> metrics, String suffix) {
    long sum = 0;
    for (MetricSnapshot metric : metrics) {
      if (metric.name().endsWith(suffix)) {
        sum += sum(metric);
      }
    }
    return (int) sum;
  }

  private static long sum(MetricSnapshot metric) {
    long sum = 0;
    if (metric instanceof MetricSnapshot.Histogram histogram) {
      for (HistogramPoint point : histogram.points()) {
        for (long count : point.counts()) {
          sum += count;
        }
      }
    } else if (metric instanceof MetricSnapshot.Counter counter) {
      sum = sum(counter.points());
    } else if (metric instanceof MetricSnapshot.Gauge gauge) {
      sum = sum(gauge.points());
    }
    return sum;
  }

  private static long sum(Iterable<Point> points) {
    double sum = 0;
    for (Point point : points) {
      sum += point.value();
    }
    return (long) sum;
  }
}
