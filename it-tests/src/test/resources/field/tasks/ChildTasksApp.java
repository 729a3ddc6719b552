package com.acme.tasks;

import io.heddle.api.Heddle;
import io.heddle.api.MetricsBackend;
import io.heddle.api.RunnerErrorKind;
import io.heddle.api.RunnerType;
import io.heddle.api.TaskOutcome;
import java.io.IOException;
import java.time.Duration;

/** Reports ten tasks, of which three fail, and runs each as a child; and one that cannot start. */
public final class ChildTasksApp {
  private ChildTasksApp() {}

  public static void main(String[] arguments) throws Exception {
    MetricsBackend backend = Heddle.backend();
    for (int i = 0; i < 10; i++) {
      backend.taskStarted(RunnerType.SUBPROCESS);
      long begin = System.nanoTime();
      int status = new ProcessBuilder(i < 3 ? "false" : "true").start().waitFor();
      backend.taskCompleted(
          RunnerType.SUBPROCESS,
          status == 0 ? TaskOutcome.SUCCESS : TaskOutcome.FAILURE,
          Duration.ofNanos(System.nanoTime() - begin));
    }
    try {
      new ProcessBuilder("/no/such").start();
    } catch (IOException e) {
      backend.runnerError(RunnerType.SUBPROCESS, RunnerErrorKind.SPAWN_FAILED);
    }
    System.out.println("ready");
    System.in.read();
  }
}
