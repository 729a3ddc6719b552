package io.heddle.registry.family;

import java.util.concurrent.atomic.LongAdder;

/**
 * The label sets of one rule in a family. Several rules share the places of a family: half of them
 * evenly, so that each rule has a part for certain, the others as they come. Thread-safe.
 */
public final class SeriesShare {
  private final LongAdder folded = new LongAdder();
  // written under the lock of the family
  private volatile int taken;
  // from then on what is new folds, and is not looked for under the lock again
  private volatile boolean closed;

  SeriesShare() {}

  /** Returns the number of label sets that this rule was the first to use. */
  public int taken() {
    return taken;
  }

  /** Returns how often a label set of this rule found no place. */
  public long folded() {
    return folded.sum();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock of the family
  void take() {
    taken++;
  }

  void fold() {
    folded.increment();
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  /** Lets new label sets look for a place again. */
  void reopen() {
    closed = false;
  }

  /** Forgets the label sets of a rule that has ended. Under the lock of the family. */
  void release() {
    taken = 0;
  }
}
