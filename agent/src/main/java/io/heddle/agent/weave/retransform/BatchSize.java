package io.heddle.agent.weave.retransform;

/**
 * The number of bytes of class files that one batch of a retransformation may hold. The JVM stops
 * the application once for each batch; the aim is that no stop comes near 50 ms, with as few stops
 * as that allows. Not thread-safe.
 *
 * <p>A stop takes long for one class already, since the JVM looks through every loaded class: with
 * 2,000 woven classes of 10 methods 14 ms on Java 17 and 20 ms on 25. Each class of the batch adds
 * 12 µs. A detach class by class was not done after 30 s and 2,000 stops; in batches it takes 6
 * stops, 114 ms in sum, 26 ms the longest (17), and 7, 173 ms and 29 ms (25).
 *
 * <p>A batch grows by what it was measured to add to the shortest stop, and shrinks no further than
 * to {@link #LEAST}: where others take the processor every stop is long, and smaller batches only
 * make more of them.
 */
final class BatchSize {
  /** Size of the first batch in bytes. */
  static final long FIRST = 64 << 10;

  static final long LEAST = 256 << 10;
  static final long MOST = 2 << 20;

  private static final long AIM_NANOS = 30_000_000;
  private static final long LEAST_SHARE_NANOS = 10_000_000;

  private long bytes = FIRST;
  private long shortestNanos = Long.MAX_VALUE;

  /** Returns the maximum size of the next batch in bytes; a single class may be larger. */
  long bytes() {
    return bytes;
  }

  /**
   * Adjusts the size to a batch that was retransformed.
   *
   * @param held bytes in the batch
   * @param stopNanos longest time that it may have stopped the application
   */
  void took(long held, long stopNanos) {
    shortestNanos = Math.min(shortestNanos, stopNanos);
    long share = Math.max(AIM_NANOS - shortestNanos, LEAST_SHARE_NANOS);
    double wanted = (double) held * share / Math.max(1, stopNanos - shortestNanos);
    double least = Math.max(LEAST, bytes / 2.0);
    double most = Math.min(MOST, bytes * 2.0);
    bytes = (long) Math.min(Math.max(wanted, least), most);
  }
}
