package com.example;

import io.micrometer.core.instrument.Timer;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.CompilerControl;

/**
 * A method of about 4 ns, alone and measured in every way. Never inlined, so that a call is a call.
 */
public class Work {
  private static final Answer GOOD = new Answer(true, 200);
  private static final Answer BAD = new Answer(false, 500);

  private final String name = "work";

  // where the floor leaves its result: nobody may find that it needs no clock
  private long elapsed;

  /** A result of a tool, as rules judge it. */
  public record Answer(boolean ok, int status) {}

  /** A request with a property that a label is read from. */
  public record Request(String name) {}

  /** Nothing measures it. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public long plain(long seed) {
    return mix(seed);
  }

  /** The agent weaves it; without the agent it is {@link #plain}. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public long woven(long seed) {
    return mix(seed);
  }

  /** The agent weaves it, and times one of many calls. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public long governed(long seed) {
    return mix(seed);
  }

  /** A method in a family whose runs in flight are listed. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public long listed(long seed) {
    return mix(seed);
  }

  /** A method with a label, in a family whose runs in flight are listed. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  @SuppressWarnings("UnusedVariable")
  public long labelled(long seed, String label) {
    return mix(seed);
  }

  /** A method with a label, in a family whose runs in flight are not listed. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  @SuppressWarnings("UnusedVariable")
  public long labelledCall(long seed, String label) {
    return mix(seed);
  }

  /** A method whose result, a number, says whether it failed. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public long judged(long seed) {
    return mix(seed);
  }

  /** A method whose result has a property that says whether it failed. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public Answer answered(long seed) {
    return mix(seed) == 0 ? BAD : GOOD;
  }

  /** A method with a label and such a result. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  @SuppressWarnings("UnusedVariable")
  public Answer answeredCall(long seed, String label) {
    return mix(seed) == 0 ? BAD : GOOD;
  }

  /** A method with a label and such a result, in a family whose runs in flight are listed. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  @SuppressWarnings("UnusedVariable")
  public Answer answeredRun(long seed, String label) {
    return mix(seed) == 0 ? BAD : GOOD;
  }

  /** A method with a label that is read from an argument. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  @SuppressWarnings("UnusedVariable")
  public long read(long seed, Request request) {
    return mix(seed);
  }

  /** A method with a label that is read from an argument and one from the receiver. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  @SuppressWarnings("UnusedVariable")
  public long readTwice(long seed, Request request) {
    return mix(seed);
  }

  /** Two reads of the clock and nothing else: nobody who times every call is below it. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public long floor(long seed) {
    long start = System.nanoTime();
    long result = mix(seed);
    elapsed = System.nanoTime() - start;
    return result;
  }

  /** A histogram by hand. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public long clientJava(long seed, DistributionDataPoint histogram) {
    long start = System.nanoTime();
    try {
      return mix(seed);
    } finally {
      histogram.observe(Unit.nanosToSeconds(System.nanoTime() - start));
    }
  }

  /** A timer by hand. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public long micrometer(long seed, Timer timer) {
    long start = System.nanoTime();
    try {
      return mix(seed);
    } finally {
      timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  private static long mix(long seed) {
    long x = seed * 0x9E3779B97F4A7C15L;
    x ^= x >>> 32;
    x *= 0xBF58476D1CE4E5B9L;
    x ^= x >>> 29;
    x *= 0x94D049BB133111EBL;
    return x ^ (x >>> 32);
  }

  /** Returns the name of this object, for a label. */
  public String name() {
    return name;
  }

  /** The last difference that {@link #floor} saw, in ns. */
  public long elapsed() {
    return elapsed;
  }
}
