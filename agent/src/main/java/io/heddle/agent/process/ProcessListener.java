package io.heddle.agent.process;

import org.jspecify.annotations.Nullable;

/** Hears of the processes that this JVM runs. Thread-safe; every method returns at once. */
public interface ProcessListener {
  /** Nobody hears. */
  ProcessListener NONE =
      new ProcessListener() {
        @Override
        public void expect() {
          // nobody hears
        }

        @Override
        public @Nullable Child began(long pid, String program) {
          return null;
        }

        @Override
        public void box(long pid) {
          // nobody hears
        }
      };

  /** One of them. */
  interface Child {
    /** It has ended; more than once is as good. */
    void ended();
  }

  /** A process is about to be started: what takes long the first time is done now. */
  void expect();

  /**
   * This JVM has started a process and has not waited for it yet, so that its id is still its own.
   *
   * @param program base name of what it runs
   * @return null if nobody cares
   */
  @Nullable Child began(long pid, String program);

  /** A process of this machine is that of a box. */
  void box(long pid);
}
