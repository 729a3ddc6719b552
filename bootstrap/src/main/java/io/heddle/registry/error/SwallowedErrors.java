package io.heddle.registry.error;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts errors and keeps the last one. Thread-safe. */
public final class SwallowedErrors {
  private final AtomicLong count = new AtomicLong();
  private volatile @Nullable SwallowedError last;
  private volatile @Nullable SwallowedError told;

  /** Counts one that is kept elsewhere, or that nobody can say anything of. */
  public void add() {
    count.incrementAndGet();
  }

  /** Counts one, and keeps what it was. */
  public void add(Throwable error) {
    count.incrementAndGet();
    keep(error);
  }

  /** Keeps what it was. */
  public void keep(Throwable error) {
    last = SwallowedError.of(error);
  }

  /** How many there were. */
  public long count() {
    return count.get();
  }

  /** The last one; null: there was none. */
  public @Nullable SwallowedError last() {
    return last;
  }

  /** The last one, if this was not asked since it came; else null. For one asker. */
  @SuppressWarnings("ReferenceEquality") // each error makes another one
  public @Nullable SwallowedError untold() {
    SwallowedError known = last;
    if (known == told) {
      return null;
    }
    told = known;
    return known;
  }
}
