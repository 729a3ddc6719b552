package io.heddle.agent.os;

import org.jspecify.annotations.Nullable;

/** A source of the figures of processes. Used by one thread at a time. */
public interface ProcessSource {
  /**
   * Reads the process that has this id now. It may be another than the one that had the id a moment
   * ago: then {@link ProcessReading#start} differs.
   *
   * @param into filled; what could not be read is unknown
   * @return false if there is none, or only a zombie: one that has ended and was not waited for
   */
  boolean read(long pid, ProcessReading into);

  /** Returns the nanoseconds of one tick of {@link ProcessReading#cpuTicks}. */
  long tickNanos();

  /**
   * Returns the base name of the program of a process, never an argument; null if it is not known.
   */
  @Nullable String program(long pid);

  /**
   * Returns the base name by which a process was started, never an argument: that of a link, or of
   * a script, where its program has another; null if it is not known.
   */
  default @Nullable String startedAs(long pid) {
    return program(pid);
  }

  /**
   * Returns the process ids of the children that this JVM has now, including children that have
   * ended and were not waited for.
   */
  default long[] children() {
    return ProcessHandle.current().children().mapToLong(ProcessHandle::pid).toArray();
  }

  /**
   * Returns the processor time of the children of this JVM that have ended and were waited for, and
   * of their children, in ticks; {@link ProcessReading#UNKNOWN} where the system does not say.
   */
  long childrenTicks();

  /**
   * Returns how often a process was there and could not be read. If it rose in a reading that found
   * no process, there was one.
   */
  default long unreadableCount() {
    return 0;
  }

  /** Returns in one sentence which processes of this system cannot be read; null if all can. */
  default @Nullable String limitation() {
    return null;
  }

  /** Returns the milliseconds since this JVM began; 0 if that is not known. */
  default long ownAgeMillis() {
    return 0;
  }

  /**
   * Returns false if the process that has this id, as seen from this JVM, cannot be read at all, or
   * if the id is that of a thread.
   */
  default boolean canRead(long pid) {
    return true;
  }

  /** Returns false if a reading takes too long for a thread of the application. */
  default boolean isFast() {
    return true;
  }

  /**
   * Returns the number of processors of the machine, which other processes may use even if this JVM
   * may not. By default this is the number of those that this JVM may use.
   */
  default int processors() {
    return Runtime.getRuntime().availableProcessors();
  }
}
