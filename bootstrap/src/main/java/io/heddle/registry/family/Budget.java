package io.heddle.registry.family;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A budget of the bytes that cells may take, {@code limits.cells}. Three quarters are given out in
 * the order of requests; the rest is for cells that a series cannot do without. Thread-safe.
 */
public final class Budget {
  private volatile long limit;
  private final AtomicLong used = new AtomicLong();

  /** Creates a budget of which nothing is used. */
  public Budget(long limitBytes) {
    this.limit = limitBytes - limitBytes / 4;
  }

  /** Raises the limit; a lower one changes nothing. */
  public void raise(long limitBytes) {
    limit = Math.max(limit, limitBytes - limitBytes / 4);
  }

  /** Takes {@code bytes} and returns true, or takes nothing if they would pass the limit. */
  public boolean take(long bytes) {
    // read first: threads that are refused again and again do not fight for the line
    if (used.get() + bytes > limit) {
      return false;
    }
    if (used.addAndGet(bytes) > limit) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /** Takes {@code bytes} even above the limit: for what a series cannot do without. */
  public void force(long bytes) {
    used.addAndGet(bytes);
  }

  /** Gives back bytes that were taken. */
  public void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Returns the bytes that are taken now. */
  public long used() {
    return used.get();
  }
}
