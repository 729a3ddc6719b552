package io.heddle.registry.family;

import org.jspecify.annotations.Nullable;

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

/** The counts that every run writes, and what decides which runs are timed: one cache line. */
abstract class CellFields extends CellPadding {
  long started;
  long completed;
  // a run is timed if so many have started; plain, as all below: where threads share the cells, a
  // lost write only moves the next timed run
  long nextTimed;
  // see UntimedRuns
  long @Nullable [] heldChunk;
  long settled;
  long heldNanos = -1;
  long untimed;
  long successNanos;
  int heldCell;
  int version;
  // 0: every run is timed and nothing is held, see Series.interval
  int interval;
  int random;
}
