package io.heddle.registry.family;

import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import java.util.Arrays;

/** Gathers counts by cell during one scrape and remembers the range in use. Not thread-safe. */
public final class BucketAccumulator {
  private final long[] counts;
  private int first = Integer.MAX_VALUE;
  private int last = -1;
  private long total;

  /** Creates an empty accumulator for a layout of so many cells. */
  public BucketAccumulator(int cells) {
    this.counts = new long[cells];
  }

  void add(int cell, long count) {
    counts[cell] += count;
    total += count;
    first = Math.min(first, cell);
    last = Math.max(last, cell);
  }

  long total() {
    return total;
  }

  /** Returns the range in use as an immutable point. */
  HistogramPoint copy(LabelSet labels, double sumSeconds, long createdMillis) {
    return last < 0
        ? new HistogramPoint(labels, 0, new long[0], 0, sumSeconds, createdMillis)
        : new HistogramPoint(
            labels,
            first,
            Arrays.copyOfRange(counts, first, last + 1),
            total,
            sumSeconds,
            createdMillis);
  }

  /** Returns the range in use as an immutable point and empties this accumulator. */
  public HistogramPoint take(LabelSet labels, double sumSeconds, long createdMillis) {
    HistogramPoint point = copy(labels, sumSeconds, createdMillis);
    if (last >= 0) {
      Arrays.fill(counts, first, last + 1, 0);
    }
    first = Integer.MAX_VALUE;
    last = -1;
    total = 0;
    return point;
  }
}
