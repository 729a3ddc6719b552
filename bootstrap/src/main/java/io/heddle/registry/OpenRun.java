package io.heddle.registry;

import org.jspecify.annotations.Nullable;

/** A run that is going on, for the list of runs in flight. Written by one thread, read by any. */
public final class OpenRun {
  /** Index of a run that lies in no thread's stack. */
  static final int LOOSE = -1;

  private static final int LATE = -2;

  private final String thread;
  private final int index;
  private long startNanos;
  private long pid = -1;
  private volatile @Nullable Cells cells;

  OpenRun(String thread, int index) {
    this.thread = thread;
    this.index = index;
  }

  /** A run whose cells are known only at its end: it is not listed. */
  public static OpenRun late(long startNanos) {
    OpenRun run = new OpenRun("", LATE);
    run.startNanos = startNanos;
    return run;
  }

  /** True for what {@link #late} made. */
  public boolean isLate() {
    return index == LATE;
  }

  /** True if it lies in the stack of the thread that began it, and must end there. */
  public boolean isPooled() {
    return index >= 0;
  }

  void open(Cells counted, long nanos) {
    startNanos = nanos;
    cells = counted;
  }

  void close() {
    cells = null;
  }

  int index() {
    return index;
  }

  /** The cells that the run was started in; null once it has ended. */
  public @Nullable Cells cells() {
    return cells;
  }

  /** {@link System#nanoTime} of its beginning. */
  public long startNanos() {
    return startNanos;
  }

  /** The process that it waits for. */
  public void pid(long processId) {
    pid = processId;
  }

  /** A view of this run, or null if it has ended. */
  @Nullable InFlight view(long nowNanos) {
    Cells counted = cells;
    if (counted == null) {
      return null;
    }
    Series series = counted.series();
    double seconds = Math.max(0, nowNanos - startNanos) / 1e9;
    return new InFlight(series.family().spec().name(), series.labels(), seconds, thread, pid);
  }

  /**
   * One run in flight.
   *
   * @param family name without prefix
   * @param labels of its series
   * @param seconds since its beginning
   * @param thread that began it
   * @param pid of the process that it waits for, or -1
   */
  public record InFlight(String family, LabelSet labels, double seconds, String thread, long pid) {}
}
