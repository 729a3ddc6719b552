package io.heddle.agent.unit;

import io.heddle.agent.os.ProcessReading;
import io.heddle.agent.process.ProcessListener;
import io.heddle.agent.unit.store.SampleLog;
import org.jspecify.annotations.Nullable;

/**
 * One process, from when it was first seen: what is known of it, and its samples. All but its end
 * is guarded by its {@link UnitTable}.
 */
final class Unit implements ProcessListener.Child {
  static final long UNKNOWN = ProcessReading.UNKNOWN;

  /**
   * What one takes in memory with its id and its places in the table, on a heap with compressed
   * pointers; a test measures it.
   */
  static final int BYTES = 272;

  /** Why it is a unit. */
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
  private final long beganMillis;
  private final UnitClock clock;
  private volatile long overMillis = UNKNOWN;

  /** What the configuration calls a process that was a unit before; null: nothing else. */
  @Nullable String alias;

  /** Null before its first sample. */
  @Nullable SampleLog log;

  long lastMillis;
  long lastTicks = UNKNOWN;

  // the largest that were ever read
  long cpuTicks = UNKNOWN;
  long readBytes = UNKNOWN;
  long writtenBytes = UNKNOWN;
  long residentBytes = UNKNOWN;

  /**
   * @param id stable, and no other's
   * @param name base name of its program, or what the configuration calls it
   * @param pid {@link #UNKNOWN}: it does not run
   * @param start as its source tells it; unknown: the first reading will tell
   * @param beganMillis of the clock; unknown: it ran before it was seen
   */
  Unit(String id, Kind kind, String name, long pid, long start, long beganMillis, UnitClock clock) {
    this.id = id;
    this.kind = kind;
    this.name = name;
    this.pid = pid;
    this.start = start;
    this.beganMillis = beganMillis;
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

  /** It was there before and after the reading that told this. */
  void startedAt(long told) {
    start = told;
  }

  long beganMillis() {
    return beganMillis;
  }

  /** Whoever waits for it has been told, or it was looked for and is gone. */
  @Override
  public void ended() {
    if (overMillis == UNKNOWN) {
      overMillis = clock.millis();
    }
  }

  /** It was looked for under its id and start, and runs. */
  void revived() {
    overMillis = UNKNOWN;
  }

  boolean isUp() {
    return pid != UNKNOWN && overMillis == UNKNOWN;
  }

  /** When it ended, by the clock; unknown: it has not. */
  long overMillis() {
    return overMillis;
  }
}
