package com.acme.field.later;

import com.acme.harness.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Futures that complete by themselves after 50 ms, and callbacks of users that take longer. */
public final class FuturesApp {
  private static final ScheduledExecutorService POOL = Executors.newScheduledThreadPool(2);

  private FuturesApp() {}

  /** What is measured. */
  static final class Service {
    CompletableFuture<String> fetch(String id) {
      return later(id);
    }

    CompletableFuture<String> joined(String id) {
      return later(id);
    }

    CompletableFuture<String> watched(String id) {
      return later(id);
    }

    CompletableFuture<String> forgotten() {
      return new CompletableFuture<>();
    }
  }

  // not measured: it would count once more
  static CompletableFuture<String> later(String id) {
    CompletableFuture<String> future = new CompletableFuture<>();
    after50Millis(() -> future.complete(id));
    return future;
  }

  static void after50Millis(Runnable task) {
    Future<?> unused = POOL.schedule(task, 50, TimeUnit.MILLISECONDS);
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause(String what) {
    try {
      Pause.at(what);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void main(String[] args) throws IOException {
    Service service = new Service();
    // the first of the chain is called last
    CompletableFuture<String> fetched = service.fetch("x");
    CompletableFuture<Void> quick = fetched.thenRun(() -> {});
    CompletableFuture<Void> slow = fetched.thenAccept(x -> sleep(1000));
    CompletableFuture<Void> slower = slow.thenRun(() -> sleep(1000));
    service.joined("y").join();
    Pause.at("joined");
    CompletableFuture<String> watched = service.watched("z");
    CompletableFuture<Void> callback = watched.thenRun(() -> pause("in callback"));
    callback.join();
    quick.join();
    slower.join();
    for (int i = 0; i < 5; i++) {
      Future<?> unused = service.forgotten();
    }
    CompletableFuture<String> kept = service.forgotten();
    System.out.println(
        "dependents "
            + kept.getNumberOfDependents()
            + kept.toString().substring(kept.toString().indexOf('[')));
    Pause.at("forgotten");
    while (kept.getNumberOfDependents() == 0) {
      System.gc();
      Pause.at("collected");
    }
  }
}
