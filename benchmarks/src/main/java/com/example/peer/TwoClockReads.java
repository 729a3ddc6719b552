package com.example.peer;

import com.example.Body;

/** A workload with two reads of the clock a call and nothing else, the floor of a timed call. */
public final class TwoClockReads implements Workload {
  // where the difference is left: the compiler must not drop the reads
  private long elapsed;

  @Override
  public long call(long seed) {
    long start = System.nanoTime();
    try {
      return Body.mix(seed);
    } finally {
      elapsed = System.nanoTime() - start;
    }
  }

  @Override
  public long fail(long seed) {
    long start = System.nanoTime();
    try {
      return Body.fail(seed);
    } finally {
      elapsed = System.nanoTime() - start;
    }
  }

  @Override
  public long recurse(long nanos, int depth) {
    long start = System.nanoTime();
    try {
      return depth > 1 ? recurse(nanos, depth - 1) : Body.busyWait(nanos);
    } finally {
      elapsed = System.nanoTime() - start;
    }
  }

  /** The last difference, in ns. */
  public long elapsed() {
    return elapsed;
  }
}
