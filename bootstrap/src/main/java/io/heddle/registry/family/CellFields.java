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
  long successNanos;
  // the rest is plain where a thread owns the cells; where threads share them, a lost write only
  // moves the next timed run
  long untimed;
  // the duration that an untimed success is counted with; negative: none yet
  long heldNanos = -1;
  // untimed runs that come before the next timed one
  int skip;
  // 0: every run is timed and nothing is held, see Series.interval
  int interval;
  int random;
  int heldCell;
  long @Nullable [] heldChunk;
}
