package io.heddle.registry;

import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps all metrics of a scrape in memory. Not thread-safe. */
final class CollectedMetrics implements MetricSink {
  private final List<MetricSnapshot> all = new ArrayList<>();
  private List<HistogramPoint> histograms = new ArrayList<>();

  static List<MetricSnapshot> of(Registry registry) {
    CollectedMetrics collected = new CollectedMetrics();
    try {
      registry.scrape(collected);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return collected.all;
  }

  @Override
  public void take(MetricSnapshot metric, boolean continued) {
    if (metric instanceof MetricSnapshot.Histogram histogram) {
      List<HistogramPoint> points = points(histogram.points(), continued);
      if (!continued) {
        all.add(
            new MetricSnapshot.Histogram(
                histogram.name(), histogram.help(), histogram.grid(), points));
      }
    } else if (metric instanceof MetricSnapshot.ClassicHistogram histogram) {
      List<HistogramPoint> points = points(histogram.points(), continued);
      if (!continued) {
        all.add(
            new MetricSnapshot.ClassicHistogram(
                histogram.name(), histogram.help(), histogram.bounds(), points));
      }
    } else {
      all.add(metric);
    }
  }

  private List<HistogramPoint> points(List<HistogramPoint> more, boolean continued) {
    if (!continued) {
      histograms = new ArrayList<>();
    }
    histograms.addAll(more);
    return histograms;
  }
}
