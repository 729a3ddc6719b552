package com.acme.api;

import io.heddle.api.Counter;
import io.heddle.api.Gauge;
import io.heddle.api.Heddle;
import io.heddle.api.MetricsBackend;
import io.heddle.api.RunnerErrorKind;
import io.heddle.api.RunnerType;
import io.heddle.api.TaskOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Counters, gauges and tasks, and whatever an application may get wrong with them. */
public final class Till implements Callable<String> {
  private final Counter orders = Heddle.counter("shop_orders_total", "Orders.", "kind");
  private final Counter books = orders.labels("book");
  private final Gauge stock = Heddle.gauge("shop_stock", "In stock.", "kind").labels("book");
  private final MetricsBackend backend = Heddle.backend();

  @Override
  public String call() throws Exception {
    inEightThreads();
    orders.labels((String) null).add(2);
    orders.add(3);
    orders.labels("too", "many").increment();
    books.add(-1);
    books.add(0);
    stock.set(7);
    stock.add(-2.5);
    stock.add(Double.NaN);
    for (TaskOutcome outcome : TaskOutcome.values()) {
      backend.taskStarted(RunnerType.CONTAINER);
      backend.taskCompleted(RunnerType.CONTAINER, outcome, Duration.ofMillis(20));
    }
    for (RunnerErrorKind kind : RunnerErrorKind.values()) {
      backend.runnerError(RunnerType.WASM, kind);
    }
    backend.taskStarted(RunnerType.WASM);
    backend.taskStarted(null);
    backend.taskCompleted(RunnerType.WASM, null, null);
    MetricsBackend.noop().taskStarted(RunnerType.WASM);
    return "till";
  }

  private void inEightThreads() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread = new Thread(this::sell);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void sell() {
    for (int i = 0; i < 1000; i++) {
      books.increment();
      backend.taskStarted(RunnerType.SUBPROCESS);
      backend.taskCompleted(RunnerType.SUBPROCESS, TaskOutcome.SUCCESS, Duration.ofMillis(3));
    }
  }
}
