package io.heddle.registry;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a thread counts what it runs. A suppression begins with a call and ends with one
 * plain write, {@code suppressor = 0}, in a finally block: where the stack overflows there is no
 * room for a call, and a thread that stays suppressed never counts again.
 *
 * <p>A weak reference of its own and no {@link IdentityWeakKey}: it is the key of no map, and woven
 * code, which compares the thread at each call, would have to read one object more.
 */
public class Suppression extends WeakReference<Thread> {
  /** The suppressor of a platform thread, which has a suppression of its own. */
  static final long OWN = 1;

  /**
   * Suppressor of the thread: 0 while it counts, else {@value #OWN}, or the id of the virtual
   * thread that uses this object for now. Plain, or by compare-and-set where virtual threads share
   * the object: a thread reads it for itself only.
   */
  public long suppressor;

  /** Number of suppressions of which one is timed: the two clock reads of each are 60 ns. */
  private static final int TIMED = 64;

  // plain: another thread's write that gets lost makes one more or less of them timed
  private int count;

  /**
   * Creates a suppression that is not in force.
   *
   * @param thread that this belongs to; null: virtual threads share it
   */
  protected Suppression(@Nullable Thread thread) {
    super(thread);
  }

  /**
   * Returns true once in {@value #TIMED} calls, for what takes a few nanoseconds most of the time:
   * the work done while suppressed is to be timed this time.
   */
  public boolean isTimed() {
    count++;
    return (count & (TIMED - 1)) == 0;
  }
}
