package io.heddle.agent.unit;

import io.heddle.agent.os.ProcessReading;
import io.heddle.agent.process.ProcessListener;
import io.heddle.agent.unit.store.SampleLog;
import org.jspecify.annotations.Nullable;

/**
 * One process, from when it was first seen: its figures, and its samples. All fields but those of
 * its start and its end are guarded by its {@link UnitTable}.
 */
final class Unit implements ProcessListener.Child {
  static final long UNKNOWN = ProcessReading.UNKNOWN;

  /**
   * Size of a unit in memory with its id and its places in the table, in bytes, on a heap with
   * compressed pointers; a test measures it.
   */
  static final int BYTES = 272;

  /** The reason why a process is a unit. */
  enum Kind {
    JVM("jvm"),
    CHILD("child"),
    BOX("box"),
    WATCH("watch");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  private final String id;
  private final Kind kind;
  private final String name;
  private final long pid;
  private volatile long start;
  private final long startedMillis;
  private final UnitClock clock;
  private volatile long endedMillis = UNKNOWN;

  /** Second name, from the configuration, of a process that was a unit before; null if none. */
  @Nullable String alias;

  /** Samples of the unit; null before the first one. */
  @Nullable SampleLog log;

  long lastMillis;
  long lastTicks = UNKNOWN;

  // the largest values that were ever read; of the memory, the last one
  long cpuTicks = UNKNOWN;
  long readBytes = UNKNOWN;
  long writtenBytes = UNKNOWN;
  long residentBytes = UNKNOWN;

  /**
   * @param id stable, and of no other unit
   * @param name base name of its program, or what the configuration calls it
   * @param pid {@link #UNKNOWN}: it does not run
   * @param start as its source has it; unknown: the first reading sets it
   * @param startedMillis of the clock; unknown: it ran before it was seen
   */
  Unit(
      String id,
      Kind kind,
      String name,
      long pid,
      long start,
      long startedMillis,
      UnitClock clock) {
    this.id = id;
    this.kind = kind;
    this.name = name;
    this.pid = pid;
    this.start = start;
    this.startedMillis = startedMillis;
    this.clock = clock;
  }

  String id() {
    return id;
  }

  Kind kind() {
    return kind;
  }

  String name() {
    return name;
  }

  long pid() {
    return pid;
  }

  long start() {
    return start;
  }

  /** Sets the start: the process was there before and after the reading that found it. */
  void setStart(long found) {
    start = found;
  }

  long startedMillis() {
    return startedMillis;
  }

  /** Marks the unit as ended: the process was waited for, or was looked for and is gone. */
  @Override
  public void ended() {
    if (endedMillis == UNKNOWN) {
      endedMillis = clock.millis();
    }
  }

  /** Marks the unit as running: the process was found under its id and start. */
  void revived() {
    endedMillis = UNKNOWN;
  }

  boolean isUp() {
    return pid != UNKNOWN && endedMillis == UNKNOWN;
  }

  /** Returns the time of the end, by the clock; unknown if the unit has not ended. */
  long endedMillis() {
    return endedMillis;
  }
}
