package io.heddle.registry.error;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts errors and keeps the last one. Thread-safe. */
public final class SwallowedErrors {
  private final AtomicLong count = new AtomicLong();
  private volatile @Nullable SwallowedError last;
  private volatile @Nullable SwallowedError reported;

  /** Counts an error that is kept elsewhere, or of which nothing is known. */
  public void add() {
    count.incrementAndGet();
  }

  /** Counts an error and keeps it as the last one. */
  public void add(Throwable error) {
    count.incrementAndGet();
    keep(error);
  }

  /** Keeps an error as the last one without counting it. */
  public void keep(Throwable error) {
    last = SwallowedError.of(error);
  }

  /** Returns the number of errors that were counted. */
  public long count() {
    return count.get();
  }

  /** Returns the last error, or null if there was none. */
  public @Nullable SwallowedError last() {
    return last;
  }

  /** Returns the last error unless this has returned it already; else null. For one caller. */
  @SuppressWarnings("ReferenceEquality") // each error makes another one
  public @Nullable SwallowedError unreported() {
    SwallowedError known = last;
    if (known == reported) {
      return null;
    }
    reported = known;
    return known;
  }
}
