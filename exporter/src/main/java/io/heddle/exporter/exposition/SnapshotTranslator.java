package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.LabelText;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.util.ArrayList;
import java.util.List;

/**
 * Converts the metrics of one scrape into snapshots of client_java, which throws if it refuses one.
 * Not thread-safe.
 */
final class SnapshotTranslator {
  private static final String CREATED = "_created";

  private final boolean withNative;
  private final LabelCache labels = new LabelCache();

  SnapshotTranslator(boolean withNative) {
    this.withNative = withNative;
  }

  /** Begins another metric. */
  void begin() {
    labels.begin();
  }

  io.prometheus.metrics.model.snapshots.MetricSnapshot translate(
      MetricSnapshot metric, MetricMetadata metadata) {
    if (metric instanceof MetricSnapshot.Counter counter) {
      List<CounterDataPointSnapshot> points = new ArrayList<>(counter.points().size());
      for (Point point : counter.points()) {
        points.add(
            new CounterDataPointSnapshot(
                point.value(), labels.of(point.labels()), null, point.createdMillis()));
      }
      return new CounterSnapshot(metadata, points);
    }
    if (metric instanceof MetricSnapshot.Gauge gauge) {
      List<GaugeDataPointSnapshot> points = new ArrayList<>(gauge.points().size());
      for (Point point : gauge.points()) {
        points.add(new GaugeDataPointSnapshot(point.value(), labels.of(point.labels()), null));
      }
      return new GaugeSnapshot(metadata, points);
    }
    if (metric instanceof MetricSnapshot.Histogram histogram) {
      return new Histograms(histogram.grid(), labels)
          .translate(metadata, histogram.points(), withNative);
    }
    if (metric instanceof MetricSnapshot.ClassicHistogram histogram) {
      return Histograms.classic(metadata, histogram, labels);
    }
    MetricSnapshot.Info info = (MetricSnapshot.Info) metric;
    return new InfoSnapshot(metadata, List.of(new InfoDataPointSnapshot(labels.of(info.labels()))));
  }

  /** Returns name and help; client_java adds the suffix of the type itself, so it is removed. */
  static MetricMetadata metadata(MetricSnapshot metric) {
    String name = metric.name();
    String suffix = suffix(metric);
    String bare = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    return new MetricMetadata(accepted(bare), LabelText.wellFormed(metric.help()));
  }

  private static String suffix(MetricSnapshot metric) {
    if (metric instanceof MetricSnapshot.Counter) {
      return "_total";
    }
    return metric instanceof MetricSnapshot.Info ? "_info" : "";
  }

  /**
   * Returns a name that the model accepts. The model refuses a counter of what was created, {@code
   * x_created_total}, though every format and scraper takes it. The writers turn the hyphen into
   * the underscore that was there.
   */
  private static String accepted(String bare) {
    return bare.endsWith(CREATED)
        ? bare.substring(0, bare.length() - CREATED.length()) + "-created"
        : bare;
  }
}
