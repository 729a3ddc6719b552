package io.heddle.benchmarks.peers;

import com.example.peer.Workload;
import com.sun.management.ThreadMXBean;
import io.heddle.benchmarks.Median;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Times the calls of a workload, in iterations of a tenth of a second. Each iteration starts its
 * threads anew, so that what a tool keeps for a thread is made and given back as in an application.
 */
final class CallTimer {
  private static final int BATCH = 500;
  private static final int RECURSIONS = 20;
  private static final long WARM_UP_LIMIT = 60_000_000_000L;
  private static final CompilationMXBean COMPILERS = ManagementFactory.getCompilationMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Workload workload;
  private final boolean recursion;
  private final int threads;

  // the compiler must not drop the calls
  @SuppressWarnings("UnusedVariable")
  private volatile long seen;

  /**
   * @param recursion calls {@link Workload#recurse} as MooBench does: depth 10, 500 ns
   */
  CallTimer(Workload workload, boolean recursion, int threads) {
    this.workload = workload;
    this.recursion = recursion;
    this.threads = threads;
  }

  /** Warms up, then measures: the median over the iterations, and the best of them. */
  Figures measure(long warmMillis, int iterations) throws InterruptedException {
    warmUp(warmMillis);
    List<Double> nanos = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    for (int i = 0; i < iterations; i++) {
      double[] both = iteration();
      nanos.add(both[0]);
      bytes.add(both[1]);
    }
    return new Figures(Median.of(nanos), Collections.min(nanos), Median.of(bytes));
  }

  /**
   * Calls until the compilers have nothing more to do, a minute at most. A tracer has thousands of
   * methods to compile: on a machine that others use 3 s were not enough, and its calls read ten
   * times too long.
   */
  private void warmUp(long leastMillis) throws InterruptedException {
    long begin = System.nanoTime();
    boolean busy = true;
    while (busy && System.nanoTime() - begin < WARM_UP_LIMIT) {
      long compiling = COMPILERS.getTotalCompilationTime();
      long end = System.nanoTime() + leastMillis * 1_000_000;
      while (System.nanoTime() < end) {
        iteration();
      }
      busy = COMPILERS.getTotalCompilationTime() - compiling > leastMillis / 20;
    }
  }

  /** Nanoseconds and bytes a call, both as means over the threads. */
  private double[] iteration() throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(threads);
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Caller caller = new Caller(ready);
      callers.add(caller);
      caller.start();
    }
    double nanos = 0;
    double bytes = 0;
    for (Caller caller : callers) {
      caller.join();
      nanos += caller.nanos / threads;
      bytes += caller.bytes / threads;
    }
    return new double[] {nanos, bytes};
  }

  /** A thread of one iteration. */
  private final class Caller extends Thread {
    private final CountDownLatch ready;
    private double nanos;
    private double bytes;

    Caller(CountDownLatch ready) {
      super("caller");
      this.ready = ready;
    }

    @Override
    public void run() {
      // what a tool makes for a new thread is no cost of a call
      long sum = batch();
      ready.countDown();
      try {
        ready.await();
      } catch (InterruptedException e) {
        return;
      }
      long calls = 0;
      long allocated = THREADS.getThreadAllocatedBytes(getId());
      long begin = System.nanoTime();
      long now = begin;
      while (now - begin < 100_000_000) {
        sum += batch();
        calls += recursion ? RECURSIONS : BATCH;
        now = System.nanoTime();
      }
      nanos = (double) (now - begin) / calls;
      bytes = (double) (THREADS.getThreadAllocatedBytes(getId()) - allocated) / calls;
      seen = sum;
    }

    private long batch() {
      return recursion ? recurse() : call();
    }

    private long call() {
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        sum += workload.call(i);
      }
      return sum;
    }

    private long recurse() {
      long sum = 0;
      for (int i = 0; i < RECURSIONS; i++) {
        sum += workload.recurse(500, 10);
      }
      return sum;
    }
  }

  /**
   * The cost of a call in one JVM.
   *
   * @param nanos median over the iterations
   * @param best of the iterations, in ns
   * @param bytes allocated by the calling thread
   */
  record Figures(double nanos, double best, double bytes) {
    @Override
    public String toString() {
      return nanos + " " + best + " " + bytes;
    }
  }
}
