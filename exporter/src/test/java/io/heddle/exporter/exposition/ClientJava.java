package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Metrics as the model and the writers of client_java make them of the same snapshots. */
final class ClientJava {
  private ClientJava() {}

  /** Returns what client_java writes for one metric, without the last line of OpenMetrics. */
  static byte[] bytes(MetricSnapshot metric, Format format) throws IOException {
    ExpositionFormatWriter writer =
        switch (format) {
          case TEXT -> PrometheusTextFormatWriter.builder().build();
          case OPEN_METRICS ->
              OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(true).build();
          case PROTOBUF -> new PrometheusProtobufWriter();
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MetricSnapshots snapshots = MetricSnapshots.of(translate(metric, format == Format.PROTOBUF));
    writer.write(out, snapshots, EscapingScheme.UNDERSCORE_ESCAPING);
    return out.toByteArray();
  }

  /**
   * Returns the snapshot of client_java.
   *
   * @throws IllegalArgumentException if client_java refuses it
   */
  static io.prometheus.metrics.model.snapshots.MetricSnapshot translate(
      MetricSnapshot metric, boolean withNative) {
    if (metric instanceof MetricSnapshot.Counter counter) {
      return new CounterSnapshot(
          head(metric, "_total"),
          counter.points().stream()
              .map(
                  point ->
                      new CounterDataPointSnapshot(
                          point.value(), labels(point.labels()), null, point.createdMillis()))
              .toList());
    }
    if (metric instanceof MetricSnapshot.Gauge gauge) {
      return new GaugeSnapshot(
          head(metric, ""), gauge.points().stream().map(ClientJava::gauge).toList());
    }
    if (metric instanceof MetricSnapshot.Info info) {
      return new InfoSnapshot(
          head(metric, "_info"), List.of(new InfoDataPointSnapshot(labels(info.labels()))));
    }
    if (metric instanceof MetricSnapshot.ClassicHistogram histogram) {
      return new HistogramSnapshot(
          head(metric, ""),
          histogram.points().stream()
              .map(point -> classic(point, histogram.bounds(), point.counts()))
              .toList());
    }
    MetricSnapshot.Histogram histogram = (MetricSnapshot.Histogram) metric;
    BucketLayout layout = histogram.grid();
    return new HistogramSnapshot(
        head(metric, ""),
        histogram.points().stream()
            .map(
                point ->
                    withNative
                        ? both(point, layout)
                        : classic(point, layout.classicBounds(), layout.classicCounts(point)))
            .toList());
  }

  private static MetricMetadata head(MetricSnapshot metric, String suffix) {
    String name = metric.name();
    return new MetricMetadata(name.substring(0, name.length() - suffix.length()), metric.help());
  }

  private static GaugeDataPointSnapshot gauge(Point point) {
    return new GaugeDataPointSnapshot(point.value(), labels(point.labels()), null);
  }

  private static Labels labels(LabelSet labels) {
    return Labels.of(labels.names(), labels.values());
  }

  private static ClassicHistogramBuckets buckets(double[] finite, long... counts) {
    double[] bounds = Arrays.copyOf(finite, finite.length + 1);
    bounds[finite.length] = Double.POSITIVE_INFINITY;
    return ClassicHistogramBuckets.of(bounds, counts);
  }

  private static HistogramDataPointSnapshot classic(
      HistogramPoint point, double[] finite, long... counts) {
    return new HistogramDataPointSnapshot(
        buckets(finite, counts),
        point.sum(),
        labels(point.labels()),
        Exemplars.EMPTY,
        point.createdMillis());
  }

  private static HistogramDataPointSnapshot both(HistogramPoint point, BucketLayout layout) {
    Map<Integer, Long> buckets = new TreeMap<>();
    long zero = 0;
    for (int i = 0; i < point.counts().length; i++) {
      int cell = point.first() + i;
      if (layout.isNativeZero(cell)) {
        zero += point.counts()[i];
      } else if (point.counts()[i] != 0) {
        buckets.merge(layout.nativeIndex(cell), point.counts()[i], Long::sum);
      }
    }
    return new HistogramDataPointSnapshot(
        buckets(layout.classicBounds(), layout.classicCounts(point)),
        BucketLayout.SCHEMA,
        zero,
        BucketLayout.ZERO_THRESHOLD,
        NativeHistogramBuckets.of(
            buckets.keySet().stream().mapToInt(Integer::intValue).toArray(),
            buckets.values().stream().mapToLong(Long::longValue).toArray()),
        NativeHistogramBuckets.EMPTY,
        point.sum(),
        labels(point.labels()),
        Exemplars.EMPTY,
        point.createdMillis());
  }
}
