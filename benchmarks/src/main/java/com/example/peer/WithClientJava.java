package com.example.peer;

import com.example.Body;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.Unit;

/**
 * A workload that feeds a histogram of client_java by hand, as its documentation recommends: the
 * data point is kept.
 */
public final class WithClientJava implements Workload {
  private static final Histogram CLASSIC =
      Histogram.builder().name("classic_seconds").classicOnly().labelNames("m").build();
  private static final DistributionDataPoint SECONDS = CLASSIC.labelValues("m");

  @Override
  public long call(long seed) {
    long start = System.nanoTime();
    try {
      return Body.mix(seed);
    } finally {
      SECONDS.observe(Unit.nanosToSeconds(System.nanoTime() - start));
    }
  }

  @Override
  public long fail(long seed) {
    long start = System.nanoTime();
    try {
      return Body.fail(seed);
    } finally {
      SECONDS.observe(Unit.nanosToSeconds(System.nanoTime() - start));
    }
  }

  @Override
  public long recurse(long nanos, int depth) {
    long start = System.nanoTime();
    try {
      return depth > 1 ? recurse(nanos, depth - 1) : Body.busyWait(nanos);
    } finally {
      SECONDS.observe(Unit.nanosToSeconds(System.nanoTime() - start));
    }
  }

  @Override
  public long counted() {
    return CLASSIC.collect().getDataPoints().get(0).getCount();
  }
}
