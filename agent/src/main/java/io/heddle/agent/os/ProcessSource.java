package io.heddle.agent.os;

import org.jspecify.annotations.Nullable;

/** Where the figures of processes come from. Used by one thread at a time. */
public interface ProcessSource {
  /**
   * Reads the process that has this id now. It may be another than the one that had it a moment
   * ago: {@link ProcessReading#start} tells.
   *
   * @param into filled; what could not be read is unknown
   * @return false if there is none, or only a zombie: one that has ended and was not waited for
   */
  boolean read(long pid, ProcessReading into);

  /** Nanoseconds of one tick of {@link ProcessReading#cpuTicks}. */
  long tickNanos();

  /** The base name of the program of a process, never an argument; null if it is not known. */
  @Nullable String program(long pid);

  /**
   * The base name by which a process was started, never an argument: that of a link, or of a
   * script, where its program has another; null if it is not known.
   */
  default @Nullable String calledAs(long pid) {
    return program(pid);
  }

  /**
   * Process ids of the children that this JVM has now, ended ones that nobody has waited for too.
   */
  default long[] children() {
    return ProcessHandle.current().children().mapToLong(ProcessHandle::pid).toArray();
  }

  /**
   * Processor time of the children of this JVM that have ended and were waited for, and of theirs,
   * in ticks; {@link ProcessReading#UNKNOWN} where the system does not tell.
   */
  long childrenTicks();

  /**
   * How often a process was there and its files could not be read. After a reading that found no
   * process it tells whether there was one all the same.
   */
  default long refused() {
    return 0;
  }

  /** Of which processes of this JVM's system it cannot tell, in one sentence; null: of none. */
  default @Nullable String lack() {
    return null;
  }

  /** Milliseconds since this JVM began; 0 if that is not known. */
  default long ownAgeMillis() {
    return 0;
  }

  /**
   * False if it cannot tell anything of the process that has this id, as seen from this JVM, or if
   * that is the id of a thread.
   */
  default boolean tellsOf(long pid) {
    return true;
  }

  /** False if a reading takes too long for a thread of the application's. */
  default boolean isQuick() {
    return true;
  }

  /** Processors of the machine, which processes may use whatever this JVM may. */
  default int processors() {
    return Runtime.getRuntime().availableProcessors();
  }
}
