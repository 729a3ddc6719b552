package io.heddle.benchmarks.unit;

/** Keeps the samples of units in a given amount of memory. */
interface SampleKeeper {
  /** What Heddle has by default. */
  long CAPACITY = 10 << 20;

  /** Keeps one more, the newest of its unit. */
  void keep(Feed sample);

  /** How many are kept. */
  long kept();

  /** How many had to go. */
  long gone();

  /** Fills it, and goes on until it has been filled anew, or for as long as anybody waits. */
  default void settle(Feed feed) {
    while (gone() == 0) {
      feed.next();
      keep(feed);
    }
    long patience = System.nanoTime() + 500_000_000;
    long all = kept();
    while (gone() < all && System.nanoTime() < patience) {
      feed.next();
      keep(feed);
    }
  }
}
