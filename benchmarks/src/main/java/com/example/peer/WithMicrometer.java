package com.example.peer;

import com.example.Body;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;

/** A workload that feeds a timer of Micrometer by hand, with a histogram. */
public final class WithMicrometer implements Workload {
  private static final Timer TIMER =
      Timer.builder("calls")
          .tag("m", "m")
          .publishPercentileHistogram()
          .register(new SimpleMeterRegistry());

  @Override
  public long call(long seed) {
    long start = System.nanoTime();
    try {
      return Body.mix(seed);
    } finally {
      TIMER.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public long fail(long seed) {
    long start = System.nanoTime();
    try {
      return Body.fail(seed);
    } finally {
      TIMER.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public long recurse(long nanos, int depth) {
    long start = System.nanoTime();
    try {
      return depth > 1 ? recurse(nanos, depth - 1) : Body.busyWait(nanos);
    } finally {
      TIMER.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public long counted() {
    return TIMER.count();
  }
}
