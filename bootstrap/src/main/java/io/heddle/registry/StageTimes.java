package io.heddle.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Durations of the stages of one run or box. Holds nothing of Heddle's loader. Thread-safe. */
public final class StageTimes {
  /** Maximum number of stage names of a run or box; time of further stages is unattributed. */
  public static final int MOST = 64;

  private final String of;
  private final boolean once;
  private @Nullable Map<String, Long> nanos; // most runs have no stage
  private long total;
  private boolean closed;
  private volatile @Nullable String current;

  /**
   * Creates the times of a run or box that has no stage yet.
   *
   * @param of the owner of these stages, a label value: a family, or box
   * @param once true: a stage is set once, and what comes later is ignored; false: it adds up
   */
  public StageTimes(String of, boolean once) {
    this.of = of;
    this.once = once;
  }

  /** Returns the owner of these stages, a label value: a family, or box. */
  public String of() {
    return of;
  }

  /** Returns the stage that goes on, the innermost one; null between stages. */
  public @Nullable String current() {
    return current;
  }

  void current(@Nullable String stage) {
    current = stage;
  }

  /**
   * Adds the duration of a stage.
   *
   * @param duration in nanoseconds, 0 or more, without the stages within it
   * @return false if it was ignored: not the first of its box, one too many, or after the end
   */
  synchronized boolean add(String stage, long duration) {
    Map<String, Long> known = known();
    Long before = known.get(stage);
    if (closed || (before == null ? known.size() >= MOST : once)) {
      return false;
    }
    known.put(stage, (before == null ? 0 : before) + duration);
    total += duration;
    return true;
  }

  /**
   * Closes the times: no stage is taken from here on.
   *
   * @param nanosInAll the stages and the time between them
   * @return the time that no stage covers; -1 for a run without stages, or if closed already
   */
  synchronized long close(long nanosInAll) {
    if (closed || (!once && nanos == null)) {
      closed = true;
      return -1;
    }
    closed = true;
    // stages that go on at the same time may add up to more
    long rest = Math.max(0, nanosInAll - total);
    known().put(Stages.UNATTRIBUTED, rest);
    return rest;
  }

  /** Closes the times of what has failed before its end: no rest is computed. */
  public synchronized void abandon() {
    closed = true;
  }

  /** Returns true for a box, whose stages are set once. */
  boolean isBox() {
    return once;
  }

  /** Returns the nanoseconds by stage, in the order of their first ends. A copy. */
  public synchronized Map<String, Long> all() {
    return nanos == null ? Map.of() : new LinkedHashMap<>(nanos);
  }

  private Map<String, Long> known() {
    Map<String, Long> known = nanos;
    if (known == null) {
      known = new LinkedHashMap<>();
      nanos = known;
    }
    return known;
  }
}
