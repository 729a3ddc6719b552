package io.heddle.registry.labeled;

import io.heddle.registry.family.Budget;
import io.heddle.registry.snapshot.LabelSet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The state of one label set of a metric, which a handle of the application keeps. Threads own
 * cells in it, which they write without atomic instructions; what no thread owns is in the
 * subclass. A class of the boot loader: the application may hold it for longer than the agent is
 * there.
 *
 * <p>Cells are found by the thread and lie with the data point, since most threads use few of them.
 * The place of a thread comes from its id; the cell of a thread that has ended goes to another one
 * with a place near it, with all that is in it. So there are as many cells as threads lived at
 * once, and nothing is ever moved from one cell to another.
 */
public abstract class DataPoint {
  /**
   * Index of the first count of a cell. The elements before it, and as many behind the last count,
   * keep other data off its cache line.
   */
  static final int FIRST = 7;

  static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

  /** Index, in the elements that are never counts, of the place of the cell's thread. */
  private static final int PLACE = 0;

  /** Places, beginning with the one that a thread's number says, in which its cell may be. */
  private static final int REACH = 4;

  private static final int LEAST_PLACES = 4;
  private static final int MOST_PLACES = 256;
  private static final int PLACE_BYTES = 2 * 4;

  /** Calls that are counted in what threads share before threads get cells of their own. */
  private static final int SHARED_CALLS = 16;

  private static final int RETRY_CALLS = 64;

  private static final @Nullable Object[] NONE = new Object[2];
  private static final long[][] NO_CELLS = {};

  private final LabelSet labels;
  private final Budget budget;
  private final int cellLength;
  private final long createdMillis = System.currentTimeMillis();
  // pairs: the reference that stands for a thread, and its cell. Written under the lock; read
  // without it by threads that look for the pair that they put there themselves
  private @Nullable Object[] cells = NONE;
  private int sharedCalls;
  private int refusals;
  private boolean crowded;
  private boolean closed;

  /**
   * Creates an empty data point.
   *
   * @param budget of the registry, pays for the cells of threads
   * @param counts number of counts in a cell
   */
  DataPoint(LabelSet labels, Budget budget, int counts) {
    this.labels = labels;
    this.budget = budget;
    this.cellLength = FIRST + counts + FIRST;
  }

  /** Returns the label values. */
  public final LabelSet labels() {
    return labels;
  }

  /** Returns when it was created, in milliseconds since 1970. */
  public final long createdMillis() {
    return createdMillis;
  }

  /**
   * Returns true if this is a data point of the registry with this budget, and of no earlier one.
   */
  public final boolean isPaidBy(Budget current) {
    return budget == current;
  }

  /**
   * Returns the cell of a thread, or null if it has none.
   *
   * @param thread the reference that stands for the calling thread
   * @param place a number that is the thread's for as long as it lives, 0 or more
   */
  final long @Nullable [] cellOf(WeakReference<Thread> thread, int place) {
    @Nullable Object[] known = cells;
    int home = home(known, place);
    for (int i = 0; i < REACH; i++) {
      int at = (home + 2 * i) & (known.length - 1);
      Object owner = known[at];
      if (owner == thread) {
        return (long[]) known[at + 1];
      }
      if (owner == null) {
        return null;
      }
    }
    return null;
  }

  private static int home(@Nullable Object[] pairs, int place) {
    return (place << 1) & (pairs.length - 1);
  }

  /**
   * Gives the calling thread a cell, unless this was called too rarely for that, there is no room,
   * or the registry is closed. Called while the thread is suppressed; parameters as for {@link
   * #cellOf}.
   *
   * @return true if it has one now
   */
  public final boolean claim(WeakReference<Thread> thread, int place) {
    if (sharedCalls < SHARED_CALLS) {
      sharedCalls++; // plain: if two threads meet here, a few calls more are shared
      return false;
    }
    // plain likewise: a thread that finds no room looks again now and then
    if (crowded && (++refusals & (RETRY_CALLS - 1)) != 0) {
      return false;
    }
    return claimNow(thread, place);
  }

  private synchronized boolean claimNow(WeakReference<Thread> thread, int place) {
    int at = free(thread, place);
    while (at < 0 && widen()) {
      at = free(thread, place);
    }
    crowded = at < 0;
    if (crowded) {
      return false;
    }
    long[] cell = (long[]) cells[at + 1];
    if (cell == null) {
      if (closed || !budget.take(16 + (long) Long.BYTES * cellLength)) {
        crowded = true;
        return false;
      }
      cell = new long[cellLength];
      cells[at + 1] = cell;
    }
    cell[PLACE] = place;
    cells[at] = thread;
    return true;
  }

  /** Returns the index of a pair near the place that is free or the thread's; -1: there is none. */
  private int free(WeakReference<Thread> thread, int place) {
    @Nullable Object[] known = cells;
    int home = home(known, place);
    for (int i = 0; i < REACH && known != NONE; i++) {
      int at = (home + 2 * i) & (known.length - 1);
      if (isFree(known[at], thread)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isFree(@Nullable Object owner, WeakReference<Thread> wanted) {
    if (owner == null || owner == wanted) {
      return true;
    }
    Thread thread = (Thread) ((WeakReference<?>) owner).get();
    return thread == null || !thread.isAlive();
  }

  private boolean widen() {
    @Nullable Object[] before = cells;
    int length = Math.max(2 * LEAST_PLACES, 2 * before.length);
    if (length > 2 * MOST_PLACES
        || closed
        || !budget.take((long) PLACE_BYTES * (length - before.length) / 2)) {
      return false;
    }
    @Nullable Object[] wider = new Object[length];
    for (int i = 0; i < before.length; i += 2) {
      long[] cell = (long[]) before[i + 1];
      if (cell != null) {
        int at = home(wider, (int) cell[PLACE]);
        while (wider[at] != null) {
          at = (at + 2) & (length - 1);
        }
        wider[at] = before[i];
        wider[at + 1] = cell;
      }
    }
    cells = wider;
    return true;
  }

  /**
   * Returns the cells, each of which its thread may be writing; their counts are to be acquired.
   */
  final synchronized long[][] cells() {
    int count = 0;
    for (int i = 1; i < cells.length; i += 2) {
      count += cells[i] == null ? 0 : 1;
    }
    long[][] all = count == 0 ? NO_CELLS : new long[count][];
    for (int i = 1; i < cells.length; i += 2) {
      if (cells[i] instanceof long[] cell) {
        all[--count] = cell;
      }
    }
    return all;
  }

  /** Lets go of the cells: the registry has closed, and nothing counts here any more. */
  final synchronized void close() {
    closed = true;
    cells = NONE;
  }
}
