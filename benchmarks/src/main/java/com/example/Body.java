package com.example;

/** The code that the measured methods call; no tool weaves or times it. */
public final class Body {
  private Body() {}

  /** About 4 ns of arithmetic. */
  public static long mix(long seed) {
    long x = seed * 0x9E3779B97F4A7C15L;
    x ^= x >>> 32;
    x *= 0xBF58476D1CE4E5B9L;
    x ^= x >>> 29;
    x *= 0x94D049BB133111EBL;
    return x ^ (x >>> 32);
  }

  /** An exception that its caller only passes on. */
  public static long fail(long seed) {
    throw new IllegalStateException("call " + seed);
  }

  /** A busy wait, as MooBench has it. Returns the time at its end, in ns. */
  public static long busyWait(long nanos) {
    long end = System.nanoTime() + nanos;
    long now = System.nanoTime();
    while (now < end) {
      now = System.nanoTime();
    }
    return now;
  }
}
