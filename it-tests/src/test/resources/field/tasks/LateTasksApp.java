package com.acme.tasks;

import io.heddle.api.Heddle;
import io.heddle.api.MetricsBackend;
import io.heddle.api.RunnerType;
import io.heddle.api.TaskOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reports a task only when its child has started; and has a child that is no task's before that.
 */
public final class LateTasksApp {
  private static final MetricsBackend BACKEND = Heddle.backend();

  private LateTasksApp() {}

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 6; i++) {
      Process process = start(i < 2);
      BACKEND.taskStarted(RunnerType.SUBPROCESS);
      completed(process.waitFor());
    }
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Process process = start(false);
      BACKEND.taskStarted(RunnerType.SUBPROCESS);
      all.add(process.onExit().thenAccept(ended -> completed(ended.exitValue())));
    }
    for (CompletableFuture<Void> one : all) {
      one.get();
    }
    new ProcessBuilder("sleep", "600").start(); // no task's
    for (int i = 0; i < 3; i++) {
      BACKEND.taskStarted(RunnerType.SUBPROCESS);
      completed(start(i < 1).waitFor());
    }
    System.out.println("ready");
    System.in.read();
  }

  /** A child that lives a little longer than it takes to report it. */
  private static Process start(boolean fails) throws Exception {
    return new ProcessBuilder("sh", "-c", "sleep 0.3; exit " + (fails ? 1 : 0)).start();
  }

  private static void completed(int status) {
    BACKEND.taskCompleted(
        RunnerType.SUBPROCESS,
        status == 0 ? TaskOutcome.SUCCESS : TaskOutcome.FAILURE,
        Duration.ofMillis(300));
  }
}
