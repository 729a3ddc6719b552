package io.heddle.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** What is on the heap of this JVM. */
public final class Heap {
  private static final int MOST_COLLECTIONS = 20;
  private static final int STILL = 1024;

  private Heap() {}

  /** Bytes after collections, until they stand still: weak references take more than one. */
  public static long used() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long before = Long.MAX_VALUE;
    for (int i = 0; i < MOST_COLLECTIONS; i++) {
      memory.gc();
      long now = memory.getHeapMemoryUsage().getUsed();
      if (before - now < STILL) {
        return now;
      }
      before = now;
    }
    return before;
  }
}
