package com.acme.count;

import com.acme.harness.Pause;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/** Does known numbers of things with {@link Work}. */
public final class CountsApp {
  private CountsApp() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "plain" -> plain();
      case "overflow" -> overflow();
      case "threads" -> threads();
      case "virtual" -> virtual();
      case "load" -> load();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void plain() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      swallow(Work::through);
    }
    swallow(() -> Work.error(true));
    swallow(() -> Work.linkage(true));
    Work.sum += Work.depth(10);
    Work.sum += new Work.Child().over();
    Pause.at("plain");
  }

  private static void overflow() throws Exception {
    for (int i = 0; i < 20; i++) {
      swallow(() -> Work.sum += Work.overflow(0));
    }
    Thread small = new Thread(null, () -> swallow(() -> Work.overflow(0)), "small", 256 << 10);
    small.start();
    small.join();
    Pause.at("overflow");
  }

  private static void swallow(Runnable task) {
    try {
      task.run();
    } catch (IllegalStateException | Error expected) {
      Work.sum++;
    }
  }

  private static void threads() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(started(() -> calls(100_000)));
    }
    joinAll(threads);
    for (int i = 0; i < 10_000; i += 50) {
      List<Thread> some = new ArrayList<>();
      for (int j = 0; j < 50; j++) {
        some.add(started(() -> calls(10)));
      }
      joinAll(some);
    }
    pools();
    Pause.at("threads");
    CountDownLatch inside = new CountDownLatch(37);
    CountDownLatch leave = new CountDownLatch(1);
    List<Thread> parked = new ArrayList<>();
    for (int i = 0; i < 37; i++) {
      parked.add(started(() -> park(inside, leave)));
    }
    inside.await();
    Pause.at("parked");
    leave.countDown();
    joinAll(parked);
    Pause.at("left");
  }

  /** 100,000 calls in a pool that erases the locals of its threads between tasks, as some do. */
  private static void pools() throws Exception {
    Field locals = Thread.class.getDeclaredField("threadLocals");
    locals.setAccessible(true);
    ForkJoinPool pool = new ForkJoinPool(4);
    for (int i = 0; i < 1_000; i++) {
      pool.execute(() -> erasing(locals));
    }
    pool.shutdown();
    if (!pool.awaitTermination(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the pool did not end");
    }
  }

  private static void erasing(Field locals) {
    calls(100);
    try {
      locals.set(Thread.currentThread(), null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void virtual() throws Exception {
    Method make = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
    ExecutorService executor = (ExecutorService) make.invoke(null);
    for (int i = 0; i < 10_000; i++) {
      executor.execute(() -> calls(10));
    }
    executor.shutdown();
    if (!executor.awaitTermination(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the virtual threads did not end");
    }
    Pause.at("virtual");
    CountDownLatch inside = new CountDownLatch(500);
    CountDownLatch leave = new CountDownLatch(1);
    ExecutorService parked = (ExecutorService) make.invoke(null);
    for (int i = 0; i < 500; i++) {
      parked.execute(() -> park(inside, leave));
    }
    inside.await();
    Pause.at("parked");
    leave.countDown();
    parked.shutdown();
    if (!parked.awaitTermination(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the parked threads did not end");
    }
    Pause.at("left");
  }

  private static void load() throws Exception {
    for (int i = 0; i < 2; i++) {
      Thread writer = new Thread(CountsApp::write);
      writer.setDaemon(true);
      writer.start();
    }
    Pause.at("load");
  }

  private static void write() {
    for (int i = 0; ; i++) {
      Work.sum += Work.quick(i);
      if (i % 64 == 0) {
        swallow(Work::through);
      }
    }
  }

  private static void calls(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = Work.quick(value);
    }
    if (value != count) {
      throw new AssertionError(value);
    }
  }

  private static void park(CountDownLatch inside, CountDownLatch leave) {
    try {
      Work.park(inside, leave);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Thread started(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    return thread;
  }

  private static void joinAll(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
