package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns the cells of one family's histograms into classic and native buckets. */
final class Histograms {
  private final BucketLayout layout;
  private final LabelCache labels;
  private final double[] bounds;

  Histograms(BucketLayout layout, LabelCache labels) {
    this.layout = layout;
    this.labels = labels;
    this.bounds = withInfinity(layout.classicBounds());
  }

  private static double[] withInfinity(double... finite) {
    double[] all = Arrays.copyOf(finite, finite.length + 1);
    all[finite.length] = Double.POSITIVE_INFINITY;
    return all;
  }

  /** Converts an application's own histogram, which has no native buckets. */
  static HistogramSnapshot classic(
      MetricMetadata metadata, MetricSnapshot.ClassicHistogram histogram, LabelCache labels) {
    double[] bounds = withInfinity(histogram.bounds());
    List<HistogramDataPointSnapshot> all = new ArrayList<>(histogram.points().size());
    for (HistogramPoint point : histogram.points()) {
      all.add(classicOnly(point, ClassicHistogramBuckets.of(bounds, point.counts()), labels));
    }
    return new HistogramSnapshot(metadata, all);
  }

  HistogramSnapshot translate(
      MetricMetadata metadata, List<HistogramPoint> points, boolean withNative) {
    List<HistogramDataPointSnapshot> all = new ArrayList<>(points.size());
    for (HistogramPoint point : points) {
      ClassicHistogramBuckets classic =
          ClassicHistogramBuckets.of(bounds, layout.classicCounts(point));
      all.add(withNative ? both(point, classic) : classicOnly(point, classic, labels));
    }
    return new HistogramSnapshot(metadata, all);
  }

  private static HistogramDataPointSnapshot classicOnly(
      HistogramPoint point, ClassicHistogramBuckets classic, LabelCache labels) {
    return new HistogramDataPointSnapshot(
        classic, point.sum(), labels.of(point.labels()), Exemplars.EMPTY, point.createdMillis());
  }

  /**
   * Returns a point with classic and native buckets. A cell lies in one native bucket, and cells
   * are in order: neighbours add up.
   */
  private HistogramDataPointSnapshot both(HistogramPoint point, ClassicHistogramBuckets classic) {
    long[] counts = point.counts();
    int[] indexes = new int[counts.length];
    long[] inBucket = new long[counts.length];
    int used = 0;
    long zero = 0;
    for (int i = 0; i < counts.length; i++) {
      int cell = point.first() + i;
      if (counts[i] == 0) {
        continue;
      }
      if (layout.isNativeZero(cell)) {
        zero += counts[i];
        continue;
      }
      int index = layout.nativeIndex(cell);
      if (used == 0 || indexes[used - 1] != index) {
        indexes[used++] = index;
      }
      inBucket[used - 1] += counts[i];
    }
    return new HistogramDataPointSnapshot(
        classic,
        BucketLayout.SCHEMA,
        zero,
        BucketLayout.ZERO_THRESHOLD,
        NativeHistogramBuckets.of(Arrays.copyOf(indexes, used), Arrays.copyOf(inBucket, used)),
        NativeHistogramBuckets.EMPTY,
        point.sum(),
        labels.of(point.labels()),
        Exemplars.EMPTY,
        point.createdMillis());
  }
}
