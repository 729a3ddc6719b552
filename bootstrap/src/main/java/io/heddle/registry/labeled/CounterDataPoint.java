package io.heddle.registry.labeled;

import io.heddle.registry.family.Budget;
import io.heddle.registry.snapshot.LabelSet;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.LongAdder;

/** The counter of one label set. Thread-safe. */
public final class CounterDataPoint extends DataPoint {
  /** Maximum increment: beyond it a counter of Prometheus, a double, skips numbers. */
  public static final long MAX_INCREMENT = 1L << 53;

  private final LongAdder shared = new LongAdder();

  CounterDataPoint(LabelSet labels, Budget budget) {
    super(labels, budget, 1);
  }

  /** Returns the adder of all threads that own no cell. */
  public LongAdder shared() {
    return shared;
  }

  /**
   * Adds to the calling thread's own cell; release. Parameters as for {@link #claim}.
   *
   * @param count 0 or more
   * @return false if the thread owns none, and nothing was added
   */
  public boolean add(WeakReference<Thread> thread, int place, long count) {
    long[] cell = cellOf(thread, place);
    if (cell == null) {
      return false;
    }
    COUNT.setRelease(cell, FIRST, cell[FIRST] + count);
    return true;
  }

  /** Returns the sum; beyond 2^63 the maximum: a counter never falls. */
  long sum() {
    long sum = shared.sum();
    for (long[] cell : cells()) {
      sum += (long) COUNT.getAcquire(cell, FIRST);
    }
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
