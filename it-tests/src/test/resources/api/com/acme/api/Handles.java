package com.acme.api;

import io.heddle.api.Counter;
import io.heddle.api.Gauge;
import io.heddle.api.Heddle;
import io.heddle.api.Histogram;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Kept handles in threads of a pool, in threads that end, and in virtual threads where there are
 * any. Between two calls a thread goes on counting, in a counter of its own.
 */
public final class Handles implements Callable<String> {
  private static final int CALLS = 20_000;

  private final Counter counters = Heddle.counter("kept_total", "K.", "kind");
  private final Counter counter = counters.labels("kept");
  private final Gauge gauge = Heddle.gauge("kept_level", "L.");
  private final Histogram histogram =
      Heddle.histogram("kept_sizes", "S.", new double[] {1, 2, 4}, "kind").labels("x");
  private final Counter always = Heddle.counter("kept_always_total", "A.");
  private final ExecutorService pool =
      Executors.newFixedThreadPool(
          4,
          work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
          });

  public Handles() {
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                for (int i = 0; i < 1000; i++) {
                  always.increment();
                }
                LockSupport.parkNanos(1_000_000); // the machine is others' too
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public String call() throws Exception {
    List<Future<?>> pooled = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      pooled.add(pool.submit(this::record));
    }
    for (Future<?> one : pooled) {
      one.get();
    }
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(start(this::record, i % 2 == 0));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    long bytes = bytes();
    gauge.set(1);
    gauge.add(41);
    return "kept, bytes " + bytes;
  }

  private void record() {
    recordKept();
    for (int i = 0; i < CALLS; i++) {
      counters.labels((i & 1) == 0 ? "even" : "odd").add(2);
    }
  }

  private void recordKept() {
    for (int i = 0; i < CALLS; i++) {
      counter.increment();
      gauge.set(i);
      histogram.observe(i % 5);
    }
  }

  private static Thread start(Runnable work, boolean virtual) throws Exception {
    Method start = null;
    if (virtual) {
      try {
        start = Thread.class.getMethod("startVirtualThread", Runnable.class);
      } catch (NoSuchMethodException e) {
        // before Java 21
      }
    }
    if (start != null) {
      return (Thread) start.invoke(null, work);
    }
    Thread thread = new Thread(work);
    thread.start();
    return thread;
  }

  /** What the best of some rounds allocates, compiled or not. */
  private long bytes() {
    com.sun.management.ThreadMXBean bean =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 8; round++) {
      long before = bean.getCurrentThreadAllocatedBytes();
      recordKept();
      least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
