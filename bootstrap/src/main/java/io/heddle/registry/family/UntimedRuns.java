package io.heddle.registry.family;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The successes of one thread that were not timed. Such a run adds to the completed runs and to
 * nothing else: those since the last run that did more, completed less settled, all have the
 * duration that is held. They are put into its bucket when the next run does more, and a scrape
 * adds them itself until then. With a bucket, a sum and a number of untimed runs to write, a call
 * took 14 to 18 ns.
 *
 * <p>The owner changes the version before and after it writes what has to be read together: odd
 * while it writes.
 */
abstract class UntimedRuns extends CellFields {
  private static final VarHandle VERSION = field("version", int.class);
  private static final VarHandle NANOS = field("successNanos", long.class);
  private static final VarHandle COMPLETED = field("completed", long.class);
  private static final int TRIES = 1000;
  private static final int SPINS = 50;
  private static final long PAUSE_NANOS = 10_000;

  final BucketCounts success;

  UntimedRuns(BucketCounts success) {
    this.success = success;
  }

  static VarHandle field(String name, Class<?> type) {
    return field(CellFields.class, name, type);
  }

  static VarHandle field(Class<?> owner, String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Puts the untimed runs into the bucket that is held. Called by the owner before it counts a run
   * in any other way; that run then adds one to settled first and to completed next, so that a
   * reader between the two finds one less than none to settle.
   */
  final void settle() {
    long[] chunk = heldChunk;
    long more = completed - settled;
    if (more > 0 && chunk != null) {
      int odd = beginWrite();
      // plain, without calls: a stack that overflows must not do so between here and the end
      chunk[heldCell & (BucketCounts.CHUNK - 1)] += more;
      successNanos += more * heldNanos;
      untimed += more;
      settled = completed;
      endWrite(odd);
    }
  }

  /**
   * Keeps the duration for the untimed runs after this one. Called by the owner when all are
   * settled.
   *
   * @param chunk where its bucket is; null beyond limits.cells
   */
  final void hold(int cell, long @Nullable [] chunk, long nanos) {
    int odd = beginWrite();
    heldCell = cell;
    heldChunk = chunk;
    heldNanos = nanos;
    endWrite(odd);
  }

  // one whose end was lost to a full stack is made good by the next
  private int beginWrite() {
    int odd = version | 1;
    VERSION.setOpaque(this, odd);
    VarHandle.releaseFence();
    return odd;
  }

  private void endWrite(int odd) {
    VERSION.setRelease(this, odd + 1);
  }

  private static boolean isWhole(int before, int after) {
    return before == after && (before & 1) == 0;
  }

  private long unsettled() {
    long all = (long) COMPLETED.getAcquire(this);
    return heldChunk == null ? 0 : Math.max(0, all - settled);
  }

  /**
   * Adds the buckets of successful runs and returns the sum of their nanoseconds. No bucket and no
   * sum is ever less than at an earlier call: the one that is held is read with its unsettled runs
   * at one instant, the others later. Acquire.
   */
  long addSuccessTo(BucketAccumulator into) {
    int cell = 0;
    long least = 0;
    long nanos = 0;
    for (int i = 0; i < TRIES; i++) {
      int before = (int) VERSION.getAcquire(this);
      long more = unsettled();
      cell = heldCell;
      least = success.at(cell) + more;
      nanos = (long) NANOS.getAcquire(this) + more * heldNanos;
      VarHandle.acquireFence();
      if (isWhole(before, (int) VERSION.getOpaque(this))) {
        break;
      }
      pause(i);
    }
    success.addTo(into, cell, least);
    return nanos;
  }

  /** Returns the number of untimed runs; never less than at an earlier call. */
  long untimed() {
    long runs = 0;
    for (int i = 0; i < TRIES; i++) {
      int before = (int) VERSION.getAcquire(this);
      runs = unsettled() + untimed;
      VarHandle.acquireFence();
      if (isWhole(before, (int) VERSION.getOpaque(this))) {
        break;
      }
      pause(i);
    }
    return runs;
  }

  /** Lets an owner go on that lost its processor while it wrote. */
  private static void pause(int tries) {
    if (tries < SPINS) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
