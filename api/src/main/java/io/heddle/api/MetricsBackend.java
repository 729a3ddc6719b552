package io.heddle.api;

import java.time.Duration;

/**
 * Where a runner of tasks tells what it does. {@link Heddle#backend()} is the one that the agent
 * listens to; an application may have one of its own. Implementations are thread-safe.
 */
public interface MetricsBackend {
  /** A task was submitted and starts to run. */
  void taskStarted(RunnerType runner);

  /**
   * A task has ended, however it did. Each call belongs to one of {@link #taskStarted} with the
   * same runner, on whatever thread.
   *
   * @param duration from its start to its end
   */
  void taskCompleted(RunnerType runner, TaskOutcome outcome, Duration duration);

  /** Setting up or tearing down a runner failed; tasks that ran and failed do not belong here. */
  void runnerError(RunnerType runner, RunnerErrorKind kind);

  /** The backend that does nothing, agent or not; always the same object. */
  static MetricsBackend noop() {
    return NoopBackend.INSTANCE;
  }

  /**
   * A backend of the application's own behind a fuse: when it throws for the first time it is
   * switched off for ever, with one warning in the log ({@link System.Logger}), and the caller
   * never notices. What belongs to the JVM and not to the backend, such as an {@link
   * OutOfMemoryError}, passes through and leaves it on.
   */
  static MetricsBackend guarded(MetricsBackend own) {
    return own instanceof GuardedBackend ? own : new GuardedBackend(own);
  }
}
