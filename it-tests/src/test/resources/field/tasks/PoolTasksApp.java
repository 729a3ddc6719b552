package com.acme.tasks;

import io.heddle.api.Heddle;
import io.heddle.api.MetricsBackend;
import io.heddle.api.RunnerErrorKind;
import io.heddle.api.RunnerType;
import io.heddle.api.TaskOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reports tasks in the ways in which runners do: from the thread that submits or the one that runs,
 * completed there or by a callback, with no child, one or two; and runs children that are no tasks.
 */
public final class PoolTasksApp {
  private static final MetricsBackend BACKEND = Heddle.backend();

  private PoolTasksApp() {}

  /** A piece of work that may fail to be done. */
  private interface Work {
    TaskOutcome run() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 4; i++) {
      child("true"); // before any task
    }
    ExecutorService pool = pool();
    handedOver(pool);
    onWorkers(pool);
    byCallback();
    twoChildren(pool);
    withoutChild();
    unableToStart(pool);
    besideATask(pool);
    pool.shutdown();
    pool.awaitTermination(1, TimeUnit.MINUTES);
    for (int i = 0; i < 2; i++) {
      child("true"); // after all tasks
    }
    new ProcessBuilder("sleep", "600").start();
    BACKEND.taskStarted(RunnerType.SUBPROCESS);
    child("sleep", "600");
    System.out.println("ready");
    System.in.read();
  }

  /** Virtual threads where there are any. */
  private static ExecutorService pool() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      return Executors.newFixedThreadPool(4);
    }
  }

  private static TaskOutcome child(String... command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    if (command.length > 1 && command[1].equals("600")) {
      return TaskOutcome.SUCCESS; // nobody waits
    }
    return process.waitFor() == 0 ? TaskOutcome.SUCCESS : TaskOutcome.FAILURE;
  }

  private static void completed(long begin, TaskOutcome outcome) {
    BACKEND.taskCompleted(
        RunnerType.SUBPROCESS, outcome, Duration.ofNanos(System.nanoTime() - begin));
  }

  private static void task(Work work) throws Exception {
    BACKEND.taskStarted(RunnerType.SUBPROCESS);
    long begin = System.nanoTime();
    completed(begin, work.run());
  }

  private static void await(List<Future<?>> all) throws Exception {
    for (Future<?> one : all) {
      one.get();
    }
  }

  /** Started by whoever submits: 20 tasks, 5 of which fail. */
  private static void handedOver(ExecutorService pool) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String program = i < 5 ? "false" : "true";
      BACKEND.taskStarted(RunnerType.SUBPROCESS);
      long begin = System.nanoTime();
      all.add(
          pool.submit(
              () -> {
                completed(begin, child(program));
                return null;
              }));
    }
    await(all);
  }

  /** Started by whoever runs: 20 tasks. */
  private static void onWorkers(ExecutorService pool) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(
          pool.submit(
              () -> {
                task(() -> child("true"));
                return null;
              }));
    }
    await(all);
  }

  /** Completed by a callback, while the thread that started them starts others: 10 tasks. */
  private static void byCallback() throws Exception {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      BACKEND.taskStarted(RunnerType.SUBPROCESS);
      long begin = System.nanoTime();
      Process process = new ProcessBuilder("true").start();
      all.add(
          process
              .onExit()
              .thenAccept(
                  it ->
                      completed(
                          begin, it.exitValue() == 0 ? TaskOutcome.SUCCESS : TaskOutcome.FAILURE)));
    }
    for (CompletableFuture<Void> one : all) {
      one.get();
    }
  }

  /** 6 tasks, 12 children. */
  private static void twoChildren(ExecutorService pool) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      BACKEND.taskStarted(RunnerType.SUBPROCESS);
      long begin = System.nanoTime();
      all.add(
          pool.submit(
              () -> {
                child("true");
                completed(begin, child("true"));
                return null;
              }));
    }
    await(all);
  }

  /** 4 tasks: two succeed, one is canceled and one runs out of time. 3 of another runner. */
  private static void withoutChild() throws Exception {
    task(() -> TaskOutcome.SUCCESS);
    task(() -> TaskOutcome.SUCCESS);
    task(() -> TaskOutcome.CANCELED);
    task(() -> TaskOutcome.TIMEOUT);
    for (int i = 0; i < 3; i++) {
      BACKEND.taskStarted(RunnerType.WASM);
      BACKEND.taskCompleted(RunnerType.WASM, TaskOutcome.SUCCESS, Duration.ofMillis(5));
    }
  }

  /** 3 tasks that fail, since their children cannot be started; 2 children that no task wants. */
  private static void unableToStart(ExecutorService pool) throws Exception {
    for (int i = 0; i < 3; i++) {
      BACKEND.taskStarted(RunnerType.SUBPROCESS);
      long begin = System.nanoTime();
      Future<?> start = pool.submit(() -> new ProcessBuilder("/no/such").start());
      try {
        start.get();
      } catch (java.util.concurrent.ExecutionException e) {
        BACKEND.runnerError(RunnerType.SUBPROCESS, RunnerErrorKind.SPAWN_FAILED);
      }
      completed(begin, TaskOutcome.FAILURE);
    }
    for (int i = 0; i < 2; i++) {
      try {
        new ProcessBuilder("/no/such").start();
      } catch (IOException e) {
        System.out.println("cannot start");
      }
    }
  }

  /** 5 children that another thread starts while a task, whose own child runs, goes on. */
  private static void besideATask(ExecutorService pool) throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Future<?> task =
        pool.submit(
            () -> {
              task(
                  () -> {
                    TaskOutcome outcome = child("true");
                    runs.countDown();
                    done.await();
                    return outcome;
                  });
              return null;
            });
    runs.await();
    for (int i = 0; i < 5; i++) {
      child("true");
    }
    done.countDown();
    task.get();
  }
}
