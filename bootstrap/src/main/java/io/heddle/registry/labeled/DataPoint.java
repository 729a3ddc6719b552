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
 * The place of a thread comes from its id; the cell of a thread that has ended goes to the next one
 * with its place, with all that is in it. So there are as many cells as threads lived at once, and
 * nothing is ever moved from one cell to another.
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

  private static final int LEAST_PLACES = 4;
  private static final int MOST_PLACES = 256;
  private static final int PLACE_BYTES = 2 * 4;

  /** Calls that are counted in what threads share before threads get cells of their own. */
  private static final int SHARED_CALLS = 16;

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
  private boolean full;
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
    int at = index(known, place);
    return known[at] == thread ? (long[]) known[at + 1] : null;
  }

  private static int index(@Nullable Object[] pairs, int place) {
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
    return !full && claimNow(thread, place);
  }

  private synchronized boolean claimNow(WeakReference<Thread> thread, int place) {
    @Nullable Object[] known = cells;
    int at = index(known, place);
    while (known == NONE || !isFree(known[at], thread)) {
      if (known.length >= 2 * MOST_PLACES || !widen()) {
        full = true;
        return false;
      }
      known = cells;
      at = index(known, place);
    }
    long[] cell = (long[]) known[at + 1];
    if (cell == null) {
      if (closed || !budget.take(16 + (long) Long.BYTES * cellLength)) {
        full = true;
        return false;
      }
      cell = new long[cellLength];
      known[at + 1] = cell;
    }
    cell[PLACE] = place;
    known[at] = thread;
    return true;
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
    if (closed || !budget.take((long) PLACE_BYTES * (length - before.length) / 2)) {
      return false;
    }
    @Nullable Object[] wider = new Object[length];
    for (int i = 0; i < before.length; i += 2) {
      long[] cell = (long[]) before[i + 1];
      if (cell != null) {
        // no two meet: each of the old places has two new ones
        int at = index(wider, (int) cell[PLACE]);
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
