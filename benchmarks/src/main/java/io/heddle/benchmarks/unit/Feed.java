package io.heddle.benchmarks.unit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Any number of units that are sampled in turn. Each plays one of the recorded processes, again and
 * again, from a second of its own on.
 */
final class Feed {
  /** Units of the same process are never at the same second. */
  private static final int STEP = 37;

  /** So that ten units are as busy a crowd as a thousand. */
  private static final int SPREAD = 7;

  private static final long FIRST_MILLIS = 1_000_000;

  private final long[][] processes;
  private final int[] at;
  private final long[] clocks;
  private final long[] reads;
  private final long[] writes;

  int unit = -1;
  long millis;
  long ticks;
  long resident;
  long read;
  long written;

  Feed(int units) {
    List<long[]> recorded = recorded();
    processes = new long[units][];
    at = new int[units];
    clocks = new long[units];
    reads = new long[units];
    writes = new long[units];
    for (int i = 0; i < units; i++) {
      processes[i] = recorded.get(SPREAD * i % recorded.size());
      int rows = processes[i].length / Recorded.COLUMNS;
      at[i] = i * STEP % rows * Recorded.COLUMNS;
      clocks[i] = FIRST_MILLIS;
    }
  }

  int units() {
    return at.length;
  }

  /** The id of a unit, as Heddle gives it: process id and start. */
  static String id(int unit) {
    return 10_000 + 7 * unit + "-" + (280_000 + 131 * unit);
  }

  private static List<long[]> recorded() {
    try {
      return Recorded.processes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next sample, of the next unit. */
  void next() {
    unit = unit + 1 == at.length ? 0 : unit + 1;
    long[] process = processes[unit];
    int row = at[unit];
    clocks[unit] += process[row + Recorded.MILLIS];
    reads[unit] += process[row + Recorded.READ];
    writes[unit] += process[row + Recorded.WRITTEN];
    millis = clocks[unit];
    ticks = process[row + Recorded.TICKS];
    resident = process[row + Recorded.RESIDENT];
    read = reads[unit];
    written = writes[unit];
    row += Recorded.COLUMNS;
    at[unit] = row == process.length ? 0 : row;
  }
}
