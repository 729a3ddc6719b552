package io.heddle.api;

import java.lang.System.Logger;
import java.time.Duration;
import java.util.Objects;

/** A backend that is replaced by one that does nothing as soon as it throws. Thread-safe. */
final class GuardedBackend implements MetricsBackend {
  private volatile MetricsBackend current;

  GuardedBackend(MetricsBackend own) {
    this.current = Objects.requireNonNull(own, "own");
  }

  @Override
  public void taskStarted(RunnerType runner) {
    MetricsBackend backend = current;
    try {
      backend.taskStarted(runner);
    } catch (Throwable failure) {
      failed(backend, failure);
    }
  }

  @Override
  public void taskCompleted(RunnerType runner, TaskOutcome outcome, Duration duration) {
    MetricsBackend backend = current;
    try {
      backend.taskCompleted(runner, outcome, duration);
    } catch (Throwable failure) {
      failed(backend, failure);
    }
  }

  @Override
  public void runnerError(RunnerType runner, RunnerErrorKind kind) {
    MetricsBackend backend = current;
    try {
      backend.runnerError(runner, kind);
    } catch (Throwable failure) {
      failed(backend, failure);
    }
  }

  private void failed(MetricsBackend backend, Throwable failure) {
    passOnWhatIsOfTheJvm(failure);
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt(); // thrown undeclared; the caller must not miss it
    }
    if (switchOff()) {
      warn(backend, failure);
    }
  }

  /** Replaces the backend; returns true for one of all threads that see it fail. */
  private synchronized boolean switchOff() {
    boolean on = current != NoopBackend.INSTANCE;
    current = NoopBackend.INSTANCE;
    return on;
  }

  /** Rethrows errors of the JVM; a stack overflow may be the backend's own and is not rethrown. */
  private static void passOnWhatIsOfTheJvm(Throwable failure) {
    if (failure instanceof Error error
        && !(error instanceof StackOverflowError)
        && (error instanceof VirtualMachineError || isThreadDeath(error))) {
      throw error;
    }
  }

  /** Returns true for a ThreadDeath, by its name: the class is to be removed from Java. */
  private static boolean isThreadDeath(Error error) {
    return error.getClass().getName().equals("java.lang.ThreadDeath");
  }

  private static void warn(MetricsBackend backend, Throwable failure) {
    try {
      System.getLogger("io.heddle.api")
          .log(
              Logger.Level.WARNING,
              "metrics backend " + backend.getClass().getName() + " failed and is switched off",
              failure);
    } catch (Throwable unsaid) {
      // a logger that fails, or prints an exception that does, is no reason to fail the caller
      passOnWhatIsOfTheJvm(unsaid);
    }
  }
}
