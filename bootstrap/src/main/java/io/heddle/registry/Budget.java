package io.heddle.registry;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that cells may take, {@code limits.cells}. Thread-safe. */
final class Budget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  Budget(long limitBytes) {
    this.limit = limitBytes;
  }

  /** Takes {@code bytes}, or nothing and false if they would pass the limit. */
  boolean take(long bytes) {
    if (used.addAndGet(bytes) > limit) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /** Takes {@code bytes} even above the limit: for the one cell that a series cannot do without. */
  void force(long bytes) {
    used.addAndGet(bytes);
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
