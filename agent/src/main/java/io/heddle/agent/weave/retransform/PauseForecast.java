package io.heddle.agent.weave.retransform;

import java.util.concurrent.TimeUnit;

/**
 * Tells how often and how long a retransformation would stop the application, by what was measured
 * (see {@link BatchSize}). Not thread-safe.
 */
public final class PauseForecast {
  // fits the 24 ms of an attach with 30,000 loaded classes (bin/bench attach, 17) and the 7 to 12
  // ms
  // of one with 1,500 (-Xlog:safepoint)
  private static final long LEAST_NANOS = 10_000_000;
  private static final long LOADED_CLASS_NANOS = 450;
  private static final long WOVEN_CLASS_NANOS = 12_000;

  private final int loaded;
  private final BatchSize size = new BatchSize();
  private int classes;
  private long bytes;
  private int pauses;
  private long inBatch;
  private int classesInBatch;
  private long longestNanos;

  /**
   * Creates a forecast without a class to retransform.
   *
   * @param loaded number of classes of the JVM, all of which it looks through at each stop
   */
  public PauseForecast(int loaded) {
    this.loaded = loaded;
  }

  /** Adds a class with a class file of so many bytes. */
  public void add(int length) {
    classes++;
    bytes += length;
    if (pauses == 0 || inBatch + length > size.bytes()) {
      size.took(inBatch, nanos());
      pauses++;
      inBatch = 0;
      classesInBatch = 0;
    }
    inBatch += length;
    classesInBatch++;
    longestNanos = Math.max(longestNanos, nanos());
  }

  private long nanos() {
    return LEAST_NANOS + loaded * LOADED_CLASS_NANOS + classesInBatch * WOVEN_CLASS_NANOS;
  }

  /** Returns the number of classes that were added. */
  public int classes() {
    return classes;
  }

  /** Returns the bytes of their class files. */
  public long bytes() {
    return bytes;
  }

  /** Returns the number of stops. */
  public int pauses() {
    return pauses;
  }

  /** Returns the longest stop in milliseconds, about. */
  public long longestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(longestNanos);
  }
}
