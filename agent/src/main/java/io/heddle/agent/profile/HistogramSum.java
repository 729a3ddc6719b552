package io.heddle.agent.profile;

import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import java.util.Arrays;

/** The sum of several series of one histogram, cell by cell. Not thread-safe. */
final class HistogramSum {
  private static final double NANOS = 1e9;

  private final long[] counts;
  private int first = Integer.MAX_VALUE;
  private int end;
  private long count;
  // whole: a sum of seconds would depend on the order of the series, and could fall by a bit
  private long nanos;

  HistogramSum(int cells) {
    this.counts = new long[cells];
  }

  /**
   * Adds or subtracts a series.
   *
   * @param sign 1 to add, -1 to subtract
   */
  void add(HistogramPoint point, int sign) {
    long[] more = point.counts();
    for (int i = 0; i < more.length; i++) {
      counts[point.first() + i] += sign * more[i];
    }
    first = Math.min(first, point.first());
    end = Math.max(end, point.first() + more.length);
    count += sign * point.count();
    nanos += sign * Math.round(point.sum() * NANOS);
  }

  HistogramPoint point(LabelSet labels, long createdMillis) {
    int from = Math.min(first, end);
    return new HistogramPoint(
        labels, from, Arrays.copyOfRange(counts, from, end), count, nanos / NANOS, createdMillis);
  }
}
