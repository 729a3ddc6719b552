package io.heddle.api;

import java.time.Duration;

/**
 * Receives the events of a runner of tasks. {@link Heddle#backend()} is the backend whose calls the
 * agent records; an application may have one of its own. Implementations are thread-safe.
 */
public interface MetricsBackend {
  /** Records that a task was submitted and starts to run. */
  void taskStarted(RunnerType runner);

  /**
   * Records that a task has ended, with any outcome. Each call belongs to one call of {@link
   * #taskStarted} with the same runner, on any thread.
   *
   * @param duration from its start to its end
   */
  void taskCompleted(RunnerType runner, TaskOutcome outcome, Duration duration);

  /** Records that setting up or tearing down a runner failed, not that a task ran and failed. */
  void runnerError(RunnerType runner, RunnerErrorKind kind);

  /** Returns the backend that does nothing, agent or not; always the same object. */
  static MetricsBackend noop() {
    return NoopBackend.INSTANCE;
  }

  /**
   * Returns a backend that switches {@code own} off for ever when it throws for the first time,
   * with one warning in the log ({@link System.Logger}), and without a failure for the caller. An
   * error of the JVM and not of the backend, such as an {@link OutOfMemoryError}, passes through
   * and leaves the backend on.
   */
  static MetricsBackend guarded(MetricsBackend own) {
    return own instanceof GuardedBackend ? own : new GuardedBackend(own);
  }
}
