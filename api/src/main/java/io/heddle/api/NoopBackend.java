package io.heddle.api;

import java.time.Duration;

/** A backend that does nothing; the agent does not weave it. */
final class NoopBackend implements MetricsBackend {
  static final MetricsBackend INSTANCE = new NoopBackend();

  private NoopBackend() {}

  @Override
  public void taskStarted(RunnerType runner) {}

  @Override
  public void taskCompleted(RunnerType runner, TaskOutcome outcome, Duration duration) {}

  @Override
  public void runnerError(RunnerType runner, RunnerErrorKind kind) {}
}
