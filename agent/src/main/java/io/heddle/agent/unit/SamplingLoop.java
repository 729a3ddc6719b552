package io.heddle.agent.unit;

import io.heddle.registry.snapshot.MetricSnapshot;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs a round of samples at every interval, on one thread, until {@link #stop}. */
final class SamplingLoop implements Runnable {
  /** Maximum delay of the first round: a JVM that ends before it loads nothing for it. */
  private static final long FIRST_MILLIS = 1000;

  private final Units units;
  private final long intervalNanos;
  private final SamplingErrors errors;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Runnable before;
  private volatile long rounds;
  private volatile long skipped;
  private volatile long lastNanos;

  SamplingLoop(Units units, long intervalMillis, SamplingErrors errors) {
    this.units = units;
    this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
    this.errors = errors;
  }

  @Override
  public void run() {
    long soon = TimeUnit.MILLISECONDS.toNanos(FIRST_MILLIS);
    // what is done before a round is done each second, however rare the rounds are
    long nextTask = System.nanoTime() + soon;
    long nextRound = System.nanoTime() + Math.min(intervalNanos, soon);
    while (stopped.getCount() > 0) {
      try {
        long wait = Math.min(nextRound, nextTask) - System.nanoTime();
        if (!stopped.await(wait, TimeUnit.NANOSECONDS)) {
          Runnable task = before;
          if (task != null) {
            task.run();
          }
          nextTask = System.nanoTime() + soon;
          if (System.nanoTime() - nextRound >= 0) {
            round();
            nextRound = next(nextRound, System.nanoTime());
          }
        }
      } catch (InterruptedException e) {
        // by an application that interrupts all threads that it finds
        errors.report("the thread that samples was interrupted", e);
      } catch (Throwable e) {
        errors.report("rounds of samples failed", e);
        LockSupport.parkNanos(intervalNanos);
      }
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
  private void round() {
    if (stopped.getCount() == 0) {
      return;
    }
    long begin = System.nanoTime();
    try {
      ProcessMonitor monitor = units.monitor();
      if (monitor != null) {
        monitor.round();
      }
    } catch (Throwable e) {
      // an OutOfMemoryError of the application's included: the next round may have more luck
      errors.report("a round of samples failed", e);
    }
    lastNanos = System.nanoTime() - begin;
    rounds++;
  }

  /** Returns the time of the next round, in step with the first one; counts skipped rounds. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
  long next(long scheduled, long now) {
    long next = scheduled + intervalNanos;
    if (next - now >= 0) {
      return next;
    }
    long late = (now - next) / intervalNanos + 1;
    skipped += late;
    return next + late * intervalNanos;
  }

  /** Sets the task that each round begins with, and that runs each second between rounds. */
  void runBeforeEachRound(Runnable task) {
    before = task;
  }

  void stop() {
    stopped.countDown();
  }

  /** Returns the metrics of the rounds themselves. */
  List<MetricSnapshot> metrics(String prefix) {
    String self = prefix + "_self_units_";
    return List.of(
        MetricSnapshot.counter(
            self + "ticks_total", "Rounds in which every unit was sampled.", rounds),
        MetricSnapshot.counter(
            self + "skipped_ticks_total",
            "Rounds that were left out since the one before took too long.",
            skipped),
        MetricSnapshot.gauge(
            self + "tick_duration_seconds", "How long the last round took.", lastNanos / 1e9),
        MetricSnapshot.counter(
            self + "errors_total", "Errors that the sampling of units swallowed.", errors.count()));
  }
}
