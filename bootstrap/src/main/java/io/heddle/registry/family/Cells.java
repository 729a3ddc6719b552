package io.heddle.registry.family;

import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.time.AgentWork;
import io.heddle.registry.time.CoarseClock;
import java.lang.invoke.VarHandle;

/**
 * The counts of one series, as one thread (owned) or one stripe of threads (shared) writes them.
 *
 * <p>Order of writing: started; then the run; then completed, then its bucket. A scrape reads all
 * buckets of a series first and then, cell by cell, completed, started and completed again until it
 * did not change. What is in a bucket is therefore in completed too, and in flight is read at one
 * instant of each cell: never negative, never above the threads inside.
 *
 * <p>The separate completed cell costs 0.5 ns a call. Without it the instant has to span the whole
 * read of the buckets, and 100 tries do not find a quiet one under a hot loop.
 */
@SuppressWarnings("UnusedVariable")
public final class Cells extends UntimedRuns {
  /** Bytes of one object of this class with its padding, without its buckets. */
  static final int BYTES = 16 + 7 * 8 + 7 * 8 + 4 * 4 + 3 * 8 + 6 * 4 + 7 * 8;

  /** A field that is always true, read for the same reason as {@code InFlightRun.RESOLVED}. */
  public static final boolean RESOLVED;

  static {
    RESOLVED = true;
  }

  private static final int TRIES = 100;
  private static final VarHandle STARTED = field("started", long.class);
  private static final VarHandle COMPLETED = field("completed", long.class);
  private static final VarHandle NANOS = field("successNanos", long.class);
  private static final VarHandle UNTIMED = field("untimed", long.class);
  private static final VarHandle LOST = field(Cells.class, "lost", long.class);

  private static final long[] NOTHING = new long[BucketCounts.CHUNK];

  /**
   * Runs that ended with a stack too full to count them: written by woven code itself, by {@link
   * #lose} or, where there is no stack for that either, by a plain increment, which may miss one
   * where threads that share these cells overflow at the same instant. A scrape counts them as
   * failed.
   */
  public long lost;

  // guarded by the scrape lock
  private long takenLost;

  private final Series series;
  private final BucketLayout grid;
  private final CoarseClock clock;
  private final boolean owned;
  // as heldNanos, of runs that end with an exception
  private long heldFailure = -1;
  private long p1;
  private long p2;
  private long p3;
  private long p4;
  private long p5;
  private long p6;
  private long p7;

  Cells(Series series, boolean owned, Budget budget) {
    super(new BucketCounts(series.grid(), budget, true));
    this.series = series;
    this.grid = series.grid();
    this.clock = series.family().clock();
    this.owned = owned;
    this.random = (int) clock.seed() | 1;
    this.interval = series.interval();
  }

  /** Returns the series that these cells belong to. */
  public Series series() {
    return series;
  }

  /**
   * Counts the beginning of a run. Release where the thread owns the cells, so that a reader who
   * sees it sees the end of the thread's last run too; else volatile.
   */
  public void start() {
    if (owned) {
      STARTED.setRelease(this, started + 1);
    } else {
      STARTED.getAndAdd(this, 1L);
    }
  }

  /**
   * Returns true if the run that begins now is to be timed; false for those that {@link #interval}
   * leaves untimed. The distance between two timed runs is random: a fixed one would always meet
   * the same kind of call where an application alternates.
   */
  public boolean nextIsTimed() {
    long begun = started;
    if (begun < nextTimed) {
      return false;
    }
    if (interval > 1 && heldNanos >= 0) {
      nextTimed = begun + 1 + untimedRuns();
    }
    return true;
  }

  /** Returns 0 to 2N-2, so that on average one of N runs is timed; a xorshift generator. */
  private int untimedRuns() {
    int next = random;
    next ^= next << 13;
    next ^= next >>> 17;
    next ^= next << 5;
    random = next;
    return (next >>> 1) % (2 * interval - 1);
  }

  /**
   * Counts a success that ends with its method, and so on the thread that it began on: as {@link
   * #succeed}, without the time of Heddle's own work.
   *
   * @param start {@link System#nanoTime} of the beginning
   * @param end likewise, now
   */
  public void returned(long start, long end) {
    returned(start, end, AgentWork.without(end - start));
  }

  /**
   * Counts a success that ends with its method.
   *
   * @param start {@link System#nanoTime} of the beginning
   * @param end likewise
   * @param nanos between the two, without Heddle's own work
   */
  public void returned(long start, long end, long nanos) {
    succeed(nanos);
    if (interval != 0 && nanos >= 0 && !CoarseClock.isSlow(start, end)) {
      hold(nanos);
    }
  }

  /** Keeps the duration. Slow ones are not held: untimed ones are seen too, and count apart. */
  private void hold(long nanos) {
    if (owned) {
      int cell = grid.cellOf(nanos);
      hold(cell, success.chunkOf(cell), nanos);
    } else {
      heldNanos = nanos;
    }
  }

  /**
   * Counts a success that was not timed: with the duration of the last timed one, or, if it was
   * slow, with an estimate of its own. Release, as for {@link #succeed}.
   *
   * @param startTick the {@link CoarseClock#lastTick} of the beginning, as it was published
   * @param endTick likewise, now
   */
  public void returnedUntimed(long startTick, long endTick) {
    // else shared, or beyond limits.cells
    if (heldChunk != null && !CoarseClock.isSlowTick(startTick, endTick)) {
      COMPLETED.setRelease(this, completed + 1);
    } else {
      succeed(AgentWork.without(estimate(startTick, endTick, heldNanos)));
    }
  }

  /** Counts an untimed run and returns its duration: this one, or an estimate if it was slow. */
  private long estimate(long startTick, long endTick, long nanos) {
    if (owned) {
      untimed++;
    } else {
      UNTIMED.getAndAdd(this, 1L);
    }
    return CoarseClock.isSlowTick(startTick, endTick) ? clock.since(startTick) : Math.max(0, nanos);
  }

  /**
   * Keeps the duration of a failure for those that are not timed, and returns it.
   *
   * @param start as for {@link #returned(long, long)}
   * @param end likewise
   */
  public long failed(long start, long end) {
    if (interval != 0 && !CoarseClock.isSlow(start, end)) {
      heldFailure = Math.max(0, end - start);
    }
    return end - start;
  }

  /**
   * Counts that the run which ends now with an exception was not timed, and returns its duration:
   * that of the last timed one of these cells, which may be a success, or an estimate if it was
   * slow.
   *
   * @param startTick as for {@link #returnedUntimed}
   * @param endTick likewise
   */
  public long failedUntimed(long startTick, long endTick) {
    return estimate(startTick, endTick, heldFailure >= 0 ? heldFailure : heldNanos);
  }

  /**
   * Sets how many runs there are for each timed one, see {@link Series#interval(int)}. The owner of
   * the cells may undo the end of a long row of untimed runs: called again each second.
   */
  void interval(int wanted) {
    if (interval != wanted) {
      interval = wanted;
    }
    if (nextTimed - started > 2L * wanted) {
      nextTimed = 0;
    }
  }

  /**
   * Counts a success that ends with its method, as {@link #returned(long, long)}.
   *
   * @param nanos how long it took, until now
   */
  public void returned(long nanos) {
    succeed(AgentWork.without(nanos));
  }

  /**
   * Counts the end of a successful run. Release where the thread owns the cells, else volatile.
   *
   * @param nanos how long it took; negative is counted as rejected and read as 0
   */
  public void succeed(long nanos) {
    if (nanos < 0) {
      nanos = series.reject();
    }
    int cell = grid.cellOf(nanos);
    long[] chunk = success.chunkOf(cell);
    boolean own = owned && chunk != null;
    if (chunk == null) {
      chunk = series.lastResort().success.forceChunkOf(cell);
    }
    if (owned) {
      settle();
      NANOS.setOpaque(this, successNanos + nanos);
      settled = completed + 1;
      COMPLETED.setRelease(this, completed + 1);
    } else {
      NANOS.getAndAdd(this, nanos);
      COMPLETED.getAndAdd(this, 1L);
    }
    if (own) {
      BucketCounts.incrementOwned(chunk, cell);
    } else {
      BucketCounts.incrementShared(chunk, cell);
    }
  }

  /**
   * Counts the end of a run with any outcome. Off the hot path: may allocate.
   *
   * @param nanos how long it took; negative is counted as rejected and read as 0
   * @param outcome {@link Outcome#SUCCESS} is as {@link #succeed}
   * @param errorType the kind; ignored for a success
   */
  public void end(long nanos, Outcome outcome, String errorType) {
    if (outcome == Outcome.SUCCESS) {
      succeed(nanos);
      return;
    }
    if (nanos < 0) {
      nanos = series.reject();
    }
    Failures failures = series.failures(outcome, errorType);
    int cell = grid.cellOf(nanos);
    long[] chunk = failures.chunkOf(cell);
    failures.addNanos(nanos);
    // changes nothing, and needs all the stack that the two counts below need: a stack that
    // overflows does so here, while neither is written
    BucketCounts.incrementShared(NOTHING, 0);
    if (owned) {
      settle();
      settled = completed + 1;
      COMPLETED.setRelease(this, completed + 1);
    } else {
      COMPLETED.getAndAdd(this, 1L);
    }
    BucketCounts.incrementShared(chunk, cell);
  }

  /** Counts one more run as {@link #lost}. Atomic; called by any thread. */
  public void lose() {
    LOST.getAndAdd(this, 1L);
  }

  /**
   * Returns the number of runs {@link #lost} since the last call; they are no longer in flight.
   * Under the scrape lock.
   */
  long takeLost() {
    long fresh = lost - takenLost;
    takenLost += fresh;
    return fresh;
  }

  /** Returns true if one thread alone writes these cells. */
  public boolean owned() {
    return owned;
  }

  /**
   * Returns started minus completed at one instant: reads completed, started and completed again
   * until it did not change.
   */
  long inFlight() {
    long before = (long) COMPLETED.getAcquire(this);
    long begun = (long) STARTED.getAcquire(this);
    for (int i = 0; i < TRIES; i++) {
      VarHandle.acquireFence();
      long after = (long) COMPLETED.getAcquire(this);
      if (after == before) {
        break;
      }
      before = after;
      begun = (long) STARTED.getAcquire(this);
    }
    return begun - before - takenLost;
  }

  long completed() {
    return (long) COMPLETED.getAcquire(this);
  }

  /** Adds the counts of a thread that has ended. Under the scrape lock. */
  void fold(Cells from) {
    from.settle();
    STARTED.getAndAdd(this, from.started);
    NANOS.getAndAdd(this, from.successNanos);
    COMPLETED.getAndAdd(this, from.completed);
    UNTIMED.getAndAdd(this, from.untimed);
    LOST.getAndAdd(this, from.lost);
    takenLost += from.takenLost;
    success.fold(from.success);
  }

  /** Returns the bytes taken, buckets included. */
  long bytes() {
    return (long) BYTES + BucketCounts.bytes(grid) + success.chunkBytes();
  }

  /** Returns the bytes that new cells take from the budget, with the chunk of their first run. */
  static long initialBytes(BucketLayout grid) {
    return (long) BYTES + BucketCounts.bytes(grid) + BucketCounts.CHUNK_BYTES;
  }
}
