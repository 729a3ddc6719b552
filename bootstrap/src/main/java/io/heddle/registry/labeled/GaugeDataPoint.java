package io.heddle.registry.labeled;

import io.heddle.registry.family.Budget;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.Point;
import java.util.List;

/** The gauge of one label set. Thread-safe. */
public final class GaugeDataPoint extends DataPoint {
  // a NaN that cannot be set: nothing was set yet, and absent is not zero
  private static final long UNSET = 0x7ff8_0000_dead_beefL;

  // the middle of an array of its own: what threads write must not share a cache line with what
  // all of them read, such as the class of this object
  private final long[] bits = new long[FIRST + 1 + FIRST];

  /** Creates a gauge that is not set. */
  public GaugeDataPoint(LabelSet labels, Budget budget) {
    super(labels, budget, 1);
    bits[FIRST] = UNSET;
  }

  /**
   * Sets the value; release. Volatile would have each thread wait until the others have seen the
   * value; the last of two threads wins in either case.
   */
  public void set(double value) {
    COUNT.setRelease(bits, FIRST, Double.doubleToLongBits(value));
  }

  /** Adds to the value exactly once; to zero if it was never set. Volatile. */
  public void add(double change) {
    long before;
    do {
      before = (long) COUNT.getVolatile(bits, FIRST);
    } while (!COUNT.compareAndSet(bits, FIRST, before, sum(before, change)));
  }

  private static long sum(long before, double change) {
    return Double.doubleToLongBits(
        before == UNSET ? change : Double.longBitsToDouble(before) + change);
  }

  /** Adds the value to {@code points} if it was set; acquire. */
  public void read(List<Point> points) {
    long now = (long) COUNT.getAcquire(bits, FIRST);
    if (now != UNSET) {
      points.add(new Point(labels(), Double.longBitsToDouble(now)));
    }
  }
}
