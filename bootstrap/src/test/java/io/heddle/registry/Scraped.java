package io.heddle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One snapshot of a registry, with sums by name, and the laws that must hold in it. */
public final class Scraped {
  private final Map<String, MetricSnapshot> metrics = new HashMap<>();

  public Scraped(Registry registry) {
    for (MetricSnapshot metric : registry.snapshot()) {
      assertThat(metrics.put(metric.name(), metric)).as("twice: %s", metric.name()).isNull();
    }
  }

  boolean has(String name) {
    return metrics.containsKey(name);
  }

  public List<Point> points(String name) {
    MetricSnapshot metric = metrics.get(name);
    if (metric instanceof MetricSnapshot.Counter counter) {
      return counter.points();
    }
    return metric instanceof MetricSnapshot.Gauge gauge ? gauge.points() : List.of();
  }

  public List<HistogramPoint> histogram(String name) {
    return metrics.get(name) instanceof MetricSnapshot.Histogram histogram
        ? histogram.points()
        : List.of();
  }

  /** Sum of the points whose labels contain all of {@code labels}, given as name, value, … */
  public double sum(String name, String... labels) {
    double sum = 0;
    for (Point point : points(name)) {
      if (matches(point.labels(), labels)) {
        sum += point.value();
      }
    }
    return sum;
  }

  static boolean matches(LabelSet set, String... labels) {
    for (int i = 0; i < labels.length; i += 2) {
      int at = set.names().indexOf(labels[i]);
      if (at < 0 || !set.values().get(at).equals(labels[i + 1])) {
        return false;
      }
    }
    return true;
  }

  public double started(String family) {
    return sum(family + "_started_total");
  }

  public double completed(String family) {
    return sum(family + "_completed_total");
  }

  public double inFlight(String family) {
    return sum(family + "_in_flight");
  }

  /** The laws of one family, for each series and in all. */
  public void checkLaws(String family) {
    for (Point started : points(family + "_started_total")) {
      String[] labels = labels(started.labels());
      double completed = sum(family + "_completed_total", labels);
      double inFlight = sum(family + "_in_flight", labels);
      assertThat(inFlight).isNotNegative();
      assertThat(started.value()).isEqualTo(completed + inFlight);
      double good = sum(family + "_completed_total", with(labels, "outcome", "success"));
      assertThat(sum(family + "_errors_total", labels)).isEqualTo(completed - good);
    }
    for (Point oldest : points(family + "_oldest_seconds")) {
      assertThat(oldest.value()).isNotNegative();
      if (sum(family + "_in_flight", labels(oldest.labels())) == 0) {
        assertThat(oldest.value()).isZero();
      }
    }
    for (HistogramPoint point : histogram(family + "_duration_seconds")) {
      long buckets = 0;
      for (long count : point.counts()) {
        buckets += count;
      }
      assertThat(point.count()).isEqualTo(buckets);
      assertThat((double) buckets)
          .isEqualTo(sum(family + "_completed_total", labels(point.labels())));
    }
    assertThat(points(family + "_completed_total"))
        .hasSameSizeAs(histogram(family + "_duration_seconds"));
    assertThat(points(family + "_in_flight")).hasSameSizeAs(points(family + "_started_total"));
  }

  /** No counter falls from an earlier scrape to this one, and none goes missing. */
  public void checkNothingFell(Scraped earlier) {
    for (MetricSnapshot metric : earlier.metrics.values()) {
      if (metric instanceof MetricSnapshot.Counter counter) {
        for (Point before : counter.points()) {
          assertThat(sum(counter.name(), labels(before.labels())))
              .as("%s %s", counter.name(), before.labels())
              .isGreaterThanOrEqualTo(before.value());
        }
      }
      if (metric instanceof MetricSnapshot.Histogram histogram) {
        for (HistogramPoint before : histogram.points()) {
          checkRose(before, histogram(histogram.name()));
        }
      }
    }
  }

  private static void checkRose(HistogramPoint before, List<HistogramPoint> now) {
    for (HistogramPoint point : now) {
      if (point.labels().equals(before.labels())) {
        assertThat(point.sum()).isGreaterThanOrEqualTo(before.sum());
        for (int i = 0; i < before.counts().length; i++) {
          int at = before.first() + i - point.first();
          assertThat(at >= 0 && at < point.counts().length ? point.counts()[at] : 0)
              .isGreaterThanOrEqualTo(before.counts()[i]);
        }
        return;
      }
    }
    throw new AssertionError("gone: " + before.labels());
  }

  private static String[] labels(LabelSet set) {
    String[] flat = new String[0];
    for (int i = 0; i < set.names().size(); i++) {
      flat = with(flat, set.names().get(i), set.values().get(i));
    }
    return flat;
  }

  private static String[] with(String[] labels, String name, String value) {
    String[] more = java.util.Arrays.copyOf(labels, labels.length + 2);
    more[labels.length] = name;
    more[labels.length + 1] = value;
    return more;
  }
}
