package io.heddle.agent.unit;

import io.heddle.registry.snapshot.MetricSnapshot;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs a round of samples at every interval, on one thread, until {@link #end}. */
final class SamplingLoop implements Runnable {
  /** Maximum delay of the first round: a JVM that ends before it loads nothing for it. */
  private static final long FIRST_MILLIS = 1000;

  private final Units units;
  private final long intervalNanos;
  private final SamplingErrors mishaps;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile @Nullable Runnable first;
  private volatile long done;
  private volatile long skipped;
  private volatile long lastNanos;

  SamplingLoop(Units units, long intervalMillis, SamplingErrors mishaps) {
    this.units = units;
    this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
    this.mishaps = mishaps;
  }

  @Override
  public void run() {
    long soon = TimeUnit.MILLISECONDS.toNanos(FIRST_MILLIS);
    long due = System.nanoTime() + Math.min(intervalNanos, soon);
    while (end.getCount() > 0) {
      try {
        if (!end.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          Runnable task = first;
          if (task != null) {
            task.run();
          }
          round();
          due = next(due, System.nanoTime());
        }
      } catch (InterruptedException e) {
        // by an application that interrupts all threads that it finds
        mishaps.happened("the thread that samples was interrupted", e);
      } catch (Throwable e) {
        mishaps.happened("rounds of samples failed", e);
        LockSupport.parkNanos(intervalNanos);
      }
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
  private void round() {
    if (end.getCount() == 0) {
      return;
    }
    long begin = System.nanoTime();
    try {
      ProcessMonitor room = units.room();
      if (room != null) {
        room.round();
      }
    } catch (Throwable e) {
      // an OutOfMemoryError of the application's included: the next round may have more luck
      mishaps.happened("a round of samples failed", e);
    }
    lastNanos = System.nanoTime() - begin;
    done++;
  }

  /** Returns the time of the next round, in step with the first one; counts skipped rounds. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
  long next(long due, long now) {
    long next = due + intervalNanos;
    if (next - now >= 0) {
      return next;
    }
    long late = (now - next) / intervalNanos + 1;
    skipped += late;
    return next + late * intervalNanos;
  }

  /** Sets the task that each round begins with. */
  void beginWith(Runnable task) {
    first = task;
  }

  void end() {
    end.countDown();
  }

  /** Returns the metrics of the rounds themselves. */
  List<MetricSnapshot> metrics(String prefix) {
    String self = prefix + "_self_units_";
    return List.of(
        MetricSnapshot.counter(
            self + "ticks_total", "Rounds in which every unit was sampled.", done),
        MetricSnapshot.counter(
            self + "skipped_ticks_total",
            "Rounds that were left out since the one before took too long.",
            skipped),
        MetricSnapshot.gauge(
            self + "tick_duration_seconds", "How long the last round took.", lastNanos / 1e9),
        MetricSnapshot.counter(
            self + "errors_total",
            "Errors that the sampling of units swallowed.",
            mishaps.count()));
  }
}
