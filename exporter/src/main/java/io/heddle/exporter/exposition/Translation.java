package io.heddle.exporter.exposition;

import io.heddle.exporter.text.WellFormed;
import io.heddle.registry.MetricSnapshot;
import io.heddle.registry.Point;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Turns snapshots into those of client_java. Thread-safe: one translates after the other. */
final class Translation {
  private static final String CREATED = "_created";

  private final Consumer<Throwable> failures;
  private final LabelCache labels = new LabelCache();

  Translation(Consumer<Throwable> failures) {
    this.failures = failures;
  }

  /** A metric that client_java refuses is left out and reported; the others are served. */
  synchronized MetricSnapshots translate(List<MetricSnapshot> metrics, boolean withNative) {
    List<io.prometheus.metrics.model.snapshots.MetricSnapshot> all =
        new ArrayList<>(metrics.size());
    Set<String> names = new HashSet<>();
    for (MetricSnapshot metric : metrics) {
      try {
        io.prometheus.metrics.model.snapshots.MetricSnapshot one = one(metric, withNative);
        if (!names.add(one.getMetadata().getPrometheusName())) {
          throw new IllegalArgumentException("two metrics are named " + metric.name());
        }
        all.add(one);
      } catch (IllegalArgumentException e) {
        failures.accept(
            new IllegalArgumentException(metric.name() + " is left out: " + e.getMessage(), e));
      }
    }
    labels.endScrape();
    return new MetricSnapshots(all);
  }

  private io.prometheus.metrics.model.snapshots.MetricSnapshot one(
      MetricSnapshot metric, boolean withNative) {
    if (metric instanceof MetricSnapshot.Counter counter) {
      return counter(counter);
    }
    if (metric instanceof MetricSnapshot.Gauge gauge) {
      return gauge(gauge);
    }
    if (metric instanceof MetricSnapshot.Histogram histogram) {
      return new Histograms(histogram.grid(), labels)
          .translate(metadata(metric, ""), histogram.points(), withNative);
    }
    if (metric instanceof MetricSnapshot.ClassicHistogram histogram) {
      return Histograms.classic(metadata(metric, ""), histogram, labels);
    }
    MetricSnapshot.Info info = (MetricSnapshot.Info) metric;
    return new InfoSnapshot(
        metadata(info, "_info"), List.of(new InfoDataPointSnapshot(labels.of(info.labels()))));
  }

  private CounterSnapshot counter(MetricSnapshot.Counter counter) {
    List<CounterDataPointSnapshot> points = new ArrayList<>(counter.points().size());
    for (Point point : counter.points()) {
      points.add(new CounterDataPointSnapshot(point.value(), labels.of(point.labels()), null, 0));
    }
    return new CounterSnapshot(metadata(counter, "_total"), points);
  }

  private GaugeSnapshot gauge(MetricSnapshot.Gauge gauge) {
    List<GaugeDataPointSnapshot> points = new ArrayList<>(gauge.points().size());
    for (Point point : gauge.points()) {
      points.add(new GaugeDataPointSnapshot(point.value(), labels.of(point.labels()), null));
    }
    return new GaugeSnapshot(metadata(gauge, ""), points);
  }

  /** Here the suffix belongs to the name; there the writers add it. */
  private static MetricMetadata metadata(MetricSnapshot metric, String suffix) {
    String name = metric.name();
    String bare = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    return new MetricMetadata(accepted(bare), WellFormed.of(metric.help()));
  }

  /**
   * The model refuses a counter of what was created, {@code x_created_total}, though every format
   * and scraper takes it. The writers turn a hyphen into the underscore that was there.
   */
  private static String accepted(String bare) {
    return bare.endsWith(CREATED)
        ? bare.substring(0, bare.length() - CREATED.length()) + "-created"
        : bare;
  }
}
