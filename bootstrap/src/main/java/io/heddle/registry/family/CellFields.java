package io.heddle.registry.family;

/** Keeps the counts of one cell off the cache line of the object before it in memory. */
@SuppressWarnings("UnusedVariable")
abstract class CellPadding {
  private long p1;
  private long p2;
  private long p3;
  private long p4;
  private long p5;
  private long p6;
  private long p7;
}

/** The counts that every run writes: one cache line. */
abstract class CellFields extends CellPadding {
  long started;
  long completed;
  long successNanos;
}
