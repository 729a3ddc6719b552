package io.heddle.agent.unit.store;

import java.util.Arrays;

/**
 * Converts times of the clock that only goes forward into times of the wall clock. The wall clock
 * may be put forward or back at any time: the converted times stay in order, and the present clock
 * is taken to be right. So a clock that jumped ahead leaves a gap (the machine slept, or the clock
 * had been behind), one that was put back shifts earlier times that were ahead back with it, and
 * one that was wrong for a while leaves nothing. Not thread-safe.
 */
public final class WallClock {
  /** Smallest step in milliseconds: a clock that drifts or is slewed is followed at the next. */
  private static final long STEP_MILLIS = 1000;

  private static final int MAX_OFFSETS = 64;

  // the most that the wall clock was ahead of the other, and from which moment on: both rise
  private long[] begins = new long[4];
  private long[] highest = new long[4];
  private int size;
  private long ahead;
  private long steps;

  /**
   * @param millis by the clock that only goes forward
   * @param epochMillis by the wall clock at that moment
   */
  public WallClock(long millis, long epochMillis) {
    ahead = epochMillis - millis;
    begins[0] = millis;
    highest[0] = ahead;
    size = 1;
  }

  /** Compares the clocks, before every round of samples. */
  public void check(long millis, long epochMillis) {
    long now = epochMillis - millis;
    if (Math.abs(now - ahead) < STEP_MILLIS) {
      return;
    }
    steps++;
    ahead = now;
    if (now > highest[size - 1]) {
      add(millis, now);
    }
  }

  private void add(long begin, long offset) {
    if (size == MAX_OFFSETS) {
      // the oldest two become one
      System.arraycopy(begins, 2, begins, 1, size - 2);
      System.arraycopy(highest, 2, highest, 1, size - 2);
      size--;
    }
    if (size == begins.length) {
      begins = Arrays.copyOf(begins, 2 * size);
      highest = Arrays.copyOf(highest, 2 * size);
    }
    begins[size] = begin;
    highest[size++] = offset;
  }

  /** Returns a time by the wall clock, in milliseconds since 1970. */
  public long epochMillis(long millis) {
    int at = size - 1;
    while (at > 0 && begins[at] > millis) {
      at--;
    }
    return millis + Math.min(highest[at], ahead);
  }

  /** Returns how often the wall clock was put forward or back. */
  public long steps() {
    return steps;
  }
}
