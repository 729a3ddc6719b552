package io.heddle.registry.labeled;

import io.heddle.registry.family.Budget;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * The histogram of one label set, with classic buckets of any numbers. Thread-safe; its count is
 * the sum of its buckets, so that they cannot disagree. The bucket is written before the sum and
 * read after it: the sum never holds what the buckets do not.
 */
public final class HistogramDataPoint extends DataPoint {
  /** Index of the first bucket of a cell; before it lies the sum. */
  private static final int BUCKETS = FIRST + 1;

  /** Bounds that are compared one by one, which is faster for so few than to halve them further. */
  private static final int COUNTED = 8;

  private final double[] bounds;
  private final AtomicLongArray sharedBuckets;
  private final DoubleAdder sharedSum = new DoubleAdder();

  /**
   * Creates an empty histogram.
   *
   * @param bounds upper bounds, rising and finite; not to be changed
   */
  public HistogramDataPoint(LabelSet labels, Budget budget, double[] bounds) {
    super(labels, budget, bounds.length + 2);
    this.bounds = bounds;
    this.sharedBuckets = new AtomicLongArray(bounds.length + 1);
  }

  /**
   * Adds one value to the bucket with the lowest bound that is not below it, in what threads share.
   *
   * @param value finite
   */
  public void observe(double value) {
    sharedBuckets.incrementAndGet(bucket(value));
    sharedSum.add(value);
  }

  /**
   * Adds one value to the calling thread's own cell; release. Parameters as for {@link #claim}.
   *
   * @param value finite
   * @return false if the thread owns none, and nothing was added
   */
  public boolean observe(WeakReference<Thread> thread, int place, double value) {
    long[] cell = cellOf(thread, place);
    if (cell == null) {
      return false;
    }
    int bucket = BUCKETS + bucket(value);
    COUNT.setRelease(cell, bucket, cell[bucket] + 1);
    double sum = Double.longBitsToDouble(cell[FIRST]) + value;
    COUNT.setRelease(cell, FIRST, Double.doubleToRawLongBits(sum));
    return true;
  }

  /**
   * Returns the index of the first bound that is not below the value: the number of those below it.
   * Without a branch on the value, which a processor guesses wrong: among 11 bounds a binary search
   * for random values took 14 ns, all of {@code observe} takes 16. By hand: Arrays may be woven.
   */
  private int bucket(double value) {
    double[] all = bounds;
    int low = 0;
    int length = all.length;
    while (length > COUNTED) {
      int half = length >>> 1;
      low += half * below(all[low + half - 1], value);
      length -= half;
    }
    int end = low + length;
    int below = low;
    for (int i = low; i < end; i++) {
      below += below(all[i], value);
    }
    return below;
  }

  /** Returns 1 if the bound is below the value, else 0: the sign of the difference. */
  private static int below(double bound, double value) {
    return (int) (Double.doubleToRawLongBits(bound - value) >>> 63);
  }

  /** Returns the counts as they are now. */
  public HistogramPoint read() {
    long[][] cells = cells();
    double sum = sharedSum.sum();
    for (long[] cell : cells) {
      sum += Double.longBitsToDouble((long) COUNT.getAcquire(cell, FIRST));
    }
    long[] counts = new long[bounds.length + 1];
    long count = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = sharedBuckets.get(i);
      for (long[] cell : cells) {
        counts[i] += (long) COUNT.getAcquire(cell, BUCKETS + i);
      }
      count += counts[i];
    }
    return new HistogramPoint(labels(), 0, counts, count, sum, createdMillis());
  }
}
