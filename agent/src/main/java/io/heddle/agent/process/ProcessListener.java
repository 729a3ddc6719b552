package io.heddle.agent.process;

import org.jspecify.annotations.Nullable;

/** Receives the processes that this JVM runs. Thread-safe; every method returns at once. */
public interface ProcessListener {
  /** A listener that ignores every process. */
  ProcessListener NONE =
      new ProcessListener() {
        @Override
        public void prepare() {
          // ignored
        }

        @Override
        public @Nullable Child began(long pid, String program) {
          return null;
        }

        @Override
        public void box(long pid) {
          // ignored
        }
      };

  /** A process that has begun. */
  interface Child {
    /** Marks the process as ended. Idempotent. */
    void ended();
  }

  /** Prepares for a process that is about to be started: does what takes long the first time. */
  void prepare();

  /**
   * Adds a process that this JVM has started and not waited for yet, so its id is still its own.
   *
   * @param program base name of the program that it runs
   * @return receives the end of the process; null if its end is of no interest
   */
  @Nullable Child began(long pid, String program);

  /** Adds a process of this machine that is the process of a box. */
  void box(long pid);
}
