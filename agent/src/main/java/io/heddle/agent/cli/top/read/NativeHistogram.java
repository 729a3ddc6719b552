package io.heddle.agent.cli.top.read;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A histogram with exponential buckets, as Prometheus defines it. Immutable.
 *
 * @param schema buckets grow by the factor 2^(2^-schema)
 * @param zeroThreshold upper bound of the bucket for what is nearly 0
 * @param zeroCount how many observations lie in that bucket
 * @param buckets counts by index; bucket i ends at the factor to the power i
 */
public record NativeHistogram(
    int schema, double zeroThreshold, long zeroCount, SortedMap<Integer, Long> buckets) {
  /** A histogram without observations. */
  public static final NativeHistogram EMPTY =
      new NativeHistogram(0, 0, 0, Collections.emptySortedMap());

  /** Copies the buckets; those without observations are left out. */
  public NativeHistogram {
    SortedMap<Integer, Long> used = new TreeMap<>();
    buckets.forEach(
        (index, count) -> {
          if (count != 0) {
            used.put(index, count);
          }
        });
    buckets = Collections.unmodifiableSortedMap(used);
  }

  /** Returns the number of observations. */
  public long count() {
    return zeroCount + buckets.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns a histogram of the observations of both; of this one if the other has other bounds. */
  public NativeHistogram plus(NativeHistogram other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty() || other.schema != schema) {
      return this;
    }
    SortedMap<Integer, Long> sum = new TreeMap<>(buckets);
    other.buckets.forEach((index, count) -> sum.merge(index, count, Long::sum));
    return new NativeHistogram(
        schema, Math.max(zeroThreshold, other.zeroThreshold), zeroCount + other.zeroCount, sum);
  }

  /**
   * Returns a histogram of what came since an older state of this one, or null if this one is no
   * later state of it: a count fell, or the bounds are others.
   */
  public @Nullable NativeHistogram since(NativeHistogram older) {
    if (older.isEmpty()) {
      return this;
    }
    if (older.schema != schema || older.zeroCount > zeroCount) {
      return null;
    }
    SortedMap<Integer, Long> difference = new TreeMap<>(buckets);
    for (Map.Entry<Integer, Long> before : older.buckets.entrySet()) {
      long left = difference.getOrDefault(before.getKey(), 0L) - before.getValue();
      if (left < 0) {
        return null;
      }
      difference.put(before.getKey(), left);
    }
    return new NativeHistogram(schema, zeroThreshold, zeroCount - older.zeroCount, difference);
  }

  /**
   * Returns an estimate of a quantile: within the bucket in which it lies, interpolated as
   * Prometheus does; NaN if there are no observations.
   *
   * @param q 0 to 1
   */
  public double quantile(double q) {
    long count = count();
    if (count == 0) {
      return Double.NaN;
    }
    double rank = q * count;
    if (rank <= zeroCount && zeroCount > 0) {
      return zeroThreshold * rank / zeroCount;
    }
    double below = zeroCount;
    double last = zeroThreshold;
    for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
      double inside = (rank - below) / bucket.getValue();
      if (inside <= 1) {
        return bound(bucket.getKey() - 1 + Math.max(0, inside));
      }
      below += bucket.getValue();
      last = bound(bucket.getKey());
    }
    return last;
  }

  /** Returns the bound of a bucket, or with a broken index a point within it. */
  private double bound(double index) {
    return Math.pow(2, index * Math.pow(2, -schema));
  }

  private boolean isEmpty() {
    return zeroCount == 0 && buckets.isEmpty();
  }
}
