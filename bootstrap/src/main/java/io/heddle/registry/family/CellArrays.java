package io.heddle.registry.family;

import org.jspecify.annotations.Nullable;

/**
 * Makes arrays of cells, and of feeders, that differ from another one by an element; {@code Arrays}
 * may be woven.
 */
final class CellArrays {
  static final Cells[] NONE = {};

  /** The feeders of a series that no rule alone feeds. */
  static final Object[] EVER = new Object[1];

  /** The feeders of a series that has left its family. */
  static final Object[] GONE = {};

  private static final int MAX_STRIPES = 8;

  private CellArrays() {}

  /** Returns how many stripes of cells a series may have, a power of two. */
  static int stripeCount() {
    int wanted = Math.min(MAX_STRIPES, 2 * Runtime.getRuntime().availableProcessors());
    return Integer.highestOneBit(wanted);
  }

  /** Returns a number for a thread, the lowest bits of which choose its stripe. */
  static int spread(long threadId) {
    int hash = Long.hashCode(threadId) * 0x9E3779B9;
    return hash >>> 16;
  }

  /** Returns the cells and one more. */
  static Cells[] with(Cells[] before, Cells more) {
    Cells[] after = new Cells[before.length + 1];
    System.arraycopy(before, 0, after, 0, before.length);
    after[before.length] = more;
    return after;
  }

  /** Returns the cells without one; the same array if it is not among them. */
  static Cells[] without(Cells[] before, Cells one) {
    for (int i = 0; i < before.length; i++) {
      if (before[i] == one) {
        Cells[] after = before.length == 1 ? NONE : new Cells[before.length - 1];
        System.arraycopy(before, 0, after, 0, i);
        System.arraycopy(before, i + 1, after, i, after.length - i);
        return after;
      }
    }
    return before;
  }

  /**
   * Returns the feeders and one more; a series that has left its family gets none.
   *
   * @param more an array whose element is that array itself: most series have one feeder, and share
   *     its array
   */
  static Object[] joined(Object @Nullable [] before, Object[] more) {
    if (before == null || more == EVER) {
      return before == GONE ? before : more;
    }
    if (before == EVER || before == GONE || holds(before, more)) {
      return before;
    }
    Object[] after = new Object[before.length + 1];
    System.arraycopy(before, 0, after, 0, before.length);
    after[before.length] = more;
    return after;
  }

  /** Returns the feeders without one; {@link #GONE} if it was the last. */
  static Object @Nullable [] left(Object @Nullable [] before, Object[] one) {
    if (before == null || before == EVER || !holds(before, one)) {
      return before;
    }
    if (before.length == 1) {
      return GONE;
    }
    Object[] after = new Object[before.length - 1];
    int count = 0;
    for (Object feeder : before) {
      if (feeder != one) {
        after[count++] = feeder;
      }
    }
    return after.length == 1 ? (Object[]) after[0] : after;
  }

  private static boolean holds(Object[] feeders, Object[] one) {
    for (Object feeder : feeders) {
      if (feeder == one) {
        return true;
      }
    }
    return false;
  }
}
