package com.acme.api;

import io.heddle.api.Heddle;
import io.heddle.api.MetricsBackend;
import io.heddle.api.RunnerType;
import io.heddle.api.TaskOutcome;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Tasks that start when the application does. */
public final class Late implements Callable<String> {
  private final MetricsBackend backend = Heddle.backend();

  public Late() {
    for (int i = 0; i < 5; i++) {
      backend.taskStarted(RunnerType.WASM);
    }
  }

  @Override
  public String call() {
    backend.taskCompleted(RunnerType.WASM, TaskOutcome.FAILURE, Duration.ofHours(1));
    return "late";
  }
}
