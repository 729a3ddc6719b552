package com.acme.field.later;

import com.acme.harness.Pause;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/** Futures of every kind, each completed in its own way, most of them with a slow user. */
public final class ShapesOfFutures {
  private static final long SLOW = 700;
  private static final ScheduledExecutorService POOL = Executors.newScheduledThreadPool(4);
  private static final CompletableFuture<String> CACHED = new CompletableFuture<>();
  private static final CompletableFuture<String> OPEN = new CompletableFuture<>();

  private ShapesOfFutures() {}

  /** A stage that keeps its own dependents in its own order. */
  static final class OwnFuture<T> extends CompletableFuture<T> {
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new OwnFuture<>();
    }

    @Override
    public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
      throw new UnsupportedOperationException("not with us");
    }

    @Override
    public boolean isDone() {
      throw new UnsupportedOperationException("nor that");
    }

    @Override
    public Executor defaultExecutor() {
      return POOL;
    }
  }

  /** A future of which nobody learns when it is done. */
  static final class Silent implements Future<String> {
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return false;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public String get() {
      return "silent";
    }

    @Override
    public String get(long timeout, TimeUnit unit) {
      return "silent";
    }
  }

  /** What is measured. */
  static final class Service {
    CompletionStage<String> chain() {
      return FuturesApp.later("a")
          .thenCompose(a -> FuturesApp.later(a + "b"))
          .thenApply(b -> b + "c");
    }

    CompletableFuture<String> cached() {
      return CACHED;
    }

    CompletableFuture<String> ready() {
      return CompletableFuture.completedFuture("now");
    }

    CompletableFuture<String> failed() {
      return CompletableFuture.failedFuture(new IllegalStateException("at once"));
    }

    CompletableFuture<String> fails() {
      return FuturesApp.later("x").thenApply(x -> Integer.toString(Integer.parseInt(x)));
    }

    CompletableFuture<String> late() {
      return new CompletableFuture<String>().orTimeout(50, TimeUnit.MILLISECONDS);
    }

    CompletableFuture<String> insteadOfLate() {
      return new CompletableFuture<String>().completeOnTimeout("z", 50, TimeUnit.MILLISECONDS);
    }

    CompletableFuture<String> canceled() {
      return new CompletableFuture<>();
    }

    CompletableFuture<String> obtruded() {
      return new CompletableFuture<>();
    }

    CompletableFuture<String> copied() {
      return FuturesApp.later("copy").copy();
    }

    CompletionStage<String> minimal() {
      return FuturesApp.later("minimal").minimalCompletionStage();
    }

    OwnFuture<String> own() {
      OwnFuture<String> future = new OwnFuture<>();
      FuturesApp.after50Millis(() -> future.complete("own"));
      return future;
    }

    CompletableFuture<Void> all() {
      return CompletableFuture.allOf(
          FuturesApp.later("1"), FuturesApp.later("2"), FuturesApp.later("3"));
    }

    CompletableFuture<Object> any() {
      return CompletableFuture.anyOf(new CompletableFuture<>(), FuturesApp.later("2"));
    }

    <T extends CompletionStage<String>> T generic(T stage) {
      return stage;
    }

    Object object(Object any) {
      return any;
    }

    Future<String> submitted(ExecutorService executor, Callable<String> task) {
      return executor.submit(task);
    }

    Future<String> scheduled() {
      return POOL.schedule(() -> "s", 50, TimeUnit.MILLISECONDS);
    }

    Silent silent() {
      return new Silent();
    }
  }

  private static void slowly(CompletionStage<?> stage) {
    // exceptions do not matter: what is chained is only there to take its time
    stage.handle((x, e) -> sleep()).toCompletableFuture().join();
  }

  private static String sleep() {
    FuturesApp.sleep(SLOW);
    return "";
  }

  private static String get(Future<String> future) throws InterruptedException {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return String.valueOf(e.getCause());
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Service service = new Service();
    stages(service);
    tasks(service);
    Pause.at("done");
    OPEN.complete("at last");
    Pause.at("completed");
    System.exit(0);
  }

  private static void stages(Service service) {
    slowly(service.chain());
    for (int i = 0; i < 10; i++) {
      Future<String> unused = service.cached();
    }
    FuturesApp.after50Millis(() -> CACHED.complete("cached"));
    slowly(CACHED);
    slowly(service.ready());
    slowly(service.failed());
    slowly(service.fails());
    slowly(service.late());
    slowly(service.insteadOfLate());
    CompletableFuture<String> canceled = service.canceled();
    canceled.cancel(true);
    CompletableFuture<String> obtruded = service.obtruded();
    obtruded.obtrudeValue("o");
    slowly(service.copied());
    slowly(service.minimal());
    slowly(service.own());
    slowly(service.all());
    slowly(service.any());
    slowly(service.generic(FuturesApp.later("g")));
    service.object("no future at all");
    slowly((CompletionStage<?>) service.object(FuturesApp.later("object")));
    Future<String> open = service.generic(OPEN);
    System.out.println(open.isDone());
    try {
      canceled.join();
    } catch (CompletionException | java.util.concurrent.CancellationException e) {
      System.out.println("canceled");
    }
  }

  private static void tasks(Service service) throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool();
    Callable<String> sleeps =
        () -> {
          FuturesApp.sleep(100);
          return "t";
        };
    Callable<String> breaks =
        () -> {
          throw new IllegalStateException("in the task");
        };
    get(service.submitted(threads, sleeps));
    get(service.submitted(threads, breaks));
    Future<String> canceled = service.submitted(threads, () -> Thread.currentThread().getName());
    get(canceled);
    Future<String> never = service.submitted(POOL, sleeps);
    never.cancel(true);
    ForkJoinPool forks = new ForkJoinPool(2);
    get(service.submitted(forks, sleeps));
    get(service.submitted(forks, breaks));
    get(service.scheduled());
    get(service.silent());
    threads.shutdown();
    forks.shutdown();
  }
}
