package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Points of one metric that are checked and written together, in the order of their labels, which
 * is client_java's. One object serves a whole scrape. Not thread-safe.
 */
public final class PointBlock {
  private final LabelNames.Cache names = new LabelNames.Cache();
  private final Comparator<@Nullable Object> byLabels = this::compare;
  private @Nullable Object[] points = {};
  private int size;

  /** Creates an empty block. */
  PointBlock() {}

  /**
   * Loads the points of a metric and sorts them.
   *
   * @return false if client_java would refuse one of them, or two have the same labels; then they
   *     are in no order
   */
  boolean load(MetricSnapshot metric) {
    Arrays.fill(points, null); // else a small metric holds on to the points of a large one
    size = SnapshotChunks.size(metric);
    if (points.length < size) {
      points = new Object[size];
    }
    for (int i = 0; i < size; i++) {
      Object point = SnapshotChunks.point(metric, i);
      points[i] = point;
      if (refusal(metric, point) != null) {
        return false;
      }
    }
    Arrays.sort(points, 0, size, byLabels);
    for (int i = 1; i < size; i++) {
      if (compare(points[i - 1], points[i]) == 0) {
        return false;
      }
    }
    return true;
  }

  private int compare(@Nullable Object one, @Nullable Object other) {
    LabelSet first = SnapshotChunks.labels(one);
    LabelSet second = SnapshotChunks.labels(other);
    return LabelNames.compare(names.of(first), first, names.of(second), second);
  }

  /** Returns why client_java would refuse a point of the metric; null if it would not. */
  @Nullable String refusal(MetricSnapshot metric, Object point) {
    LabelNames wanted = names.of(SnapshotChunks.labels(point));
    if (wanted.refusal() != null) {
      return wanted.refusal();
    }
    if (point instanceof HistogramPoint histogram) {
      return refusal(metric, histogram, wanted);
    }
    if (point instanceof Point value && metric instanceof MetricSnapshot.Counter) {
      if (value.value() < 0) {
        return value.value() + ": counters cannot have a negative value";
      }
      return value.createdMillis() < 0 ? "the time of creation cannot be negative" : null;
    }
    return null;
  }

  private static @Nullable String refusal(
      MetricSnapshot metric, HistogramPoint point, LabelNames names) {
    for (int i = 0; i < names.size(); i++) {
      if (names.name(i).equals("le")) {
        return "le is a reserved label name for histograms";
      }
    }
    if (metric instanceof MetricSnapshot.ClassicHistogram classic
        && classic.bounds().length + 1 != point.counts().length) {
      return "a histogram needs one count for each bucket";
    }
    for (long count : point.counts()) {
      if (count < 0) {
        return "counts of buckets cannot be negative";
      }
    }
    return point.createdMillis() < 0 ? "the time of creation cannot be negative" : null;
  }

  /** Returns the number of points. */
  int size() {
    return size;
  }

  /** Returns the labels of the point at this place in the order of labels. */
  LabelSet labels(int place) {
    return SnapshotChunks.labels(points[place]);
  }

  /** Returns the names of these labels. */
  LabelNames names(LabelSet labels) {
    return names.of(labels);
  }

  /** Returns the point of a counter or gauge at this place in the order of labels. */
  Point value(int place) {
    return (Point) at(place);
  }

  /** Returns the point of a histogram at this place in the order of labels. */
  HistogramPoint histogram(int place) {
    return (HistogramPoint) at(place);
  }

  private Object at(int place) {
    Object point = points[place];
    if (point == null) {
      throw new IndexOutOfBoundsException(place);
    }
    return point;
  }
}
