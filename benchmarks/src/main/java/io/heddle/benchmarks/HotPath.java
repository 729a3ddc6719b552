package io.heddle.benchmarks;

import com.example.Work;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** One call of the same small method, measured in every way. See {@link HotTable}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HotPath {
  private static final String[] LABELS = {"a", "b", "c", "d", "e", "f", "g", "h"};

  private static final Work.Request[] REQUESTS = requests();

  private static Work.Request[] requests() {
    Work.Request[] requests = new Work.Request[LABELS.length];
    for (int i = 0; i < requests.length; i++) {
      requests[i] = new Work.Request(LABELS[i]);
    }
    return requests;
  }

  /** A thread and what it calls. */
  @State(Scope.Thread)
  public static class Caller {
    final Work work = new Work();
    // the argument, and how often the method was called
    long calls;
  }

  /** A thread whose calls Heddle counts: at the end it must have counted each. */
  @State(Scope.Thread)
  public static class CountedCaller extends Caller {
    /** Compares with what the agent serves. */
    @TearDown
    public void verify(ThreadParams threads) throws IOException {
      Counted.verify(calls, threads.getThreadCount());
    }
  }

  /** A histogram of client_java, as its documentation recommends: the data point is kept. */
  @State(Scope.Benchmark)
  public static class ClientJava {
    final DistributionDataPoint classic =
        Histogram.builder()
            .name("classic_seconds")
            .classicOnly()
            .labelNames("m")
            .build()
            .labelValues("m");
    final DistributionDataPoint both =
        Histogram.builder().name("both_seconds").labelNames("m").build().labelValues("m");
  }

  /** A timer of Micrometer. */
  @State(Scope.Benchmark)
  public static class Micrometer {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Timer timer = Timer.builder("timer").tag("m", "m").register(registry);
    final Timer histogram =
        Timer.builder("histogram").tag("m", "m").publishPercentileHistogram().register(registry);
  }

  /** Not measured at all. */
  @Benchmark
  public long nothing(Caller caller) {
    return caller.work.plain(caller.calls++);
  }

  /** Two reads of the clock. */
  @Benchmark
  public long floor(Caller caller) {
    return caller.work.floor(caller.calls++);
  }

  /** With the agent. */
  @Benchmark
  public long woven(CountedCaller caller) {
    return caller.work.woven(caller.calls++);
  }

  /** With the agent, most calls counted and not timed. */
  @Benchmark
  public long governed(CountedCaller caller) {
    return caller.work.governed(caller.calls++);
  }

  /** With the agent, each run listed while it is in flight. */
  @Benchmark
  public long listed(CountedCaller caller) {
    return caller.work.listed(caller.calls++);
  }

  /** With the agent, a label from an argument, one of eight. */
  @Benchmark
  public long labelled(CountedCaller caller) {
    return caller.work.labelled(caller.calls, LABELS[(int) caller.calls++ & 7]);
  }

  /** With the agent, a label from an argument, one of eight, not listed. */
  @Benchmark
  public long labelledCall(CountedCaller caller) {
    return caller.work.labelledCall(caller.calls, LABELS[(int) caller.calls++ & 7]);
  }

  /** With the agent, and a condition on the result, a number. */
  @Benchmark
  public long judged(CountedCaller caller) {
    return caller.work.judged(caller.calls++);
  }

  /** With the agent, and a condition on a property of the result. */
  @Benchmark
  public Object answered(CountedCaller caller) {
    return caller.work.answered(caller.calls++);
  }

  /** With the agent, a label from an argument and a condition on a property of the result. */
  @Benchmark
  public Object answeredCall(CountedCaller caller) {
    return caller.work.answeredCall(caller.calls, LABELS[(int) caller.calls++ & 7]);
  }

  /** With the agent, a label and such a condition, listed while it is in flight. */
  @Benchmark
  public Object answeredRun(CountedCaller caller) {
    return caller.work.answeredRun(caller.calls, LABELS[(int) caller.calls++ & 7]);
  }

  /** With the agent, a label that is read from an argument. */
  @Benchmark
  public long read(CountedCaller caller) {
    return caller.work.read(caller.calls, REQUESTS[(int) caller.calls++ & 7]);
  }

  /** With the agent, a label that is read from an argument and one from the receiver. */
  @Benchmark
  public long readTwice(CountedCaller caller) {
    return caller.work.readTwice(caller.calls, REQUESTS[(int) caller.calls++ & 7]);
  }

  /** By hand, classic buckets. */
  @Benchmark
  public long clientJavaClassic(Caller caller, ClientJava metrics) {
    return caller.work.clientJava(caller.calls++, metrics.classic);
  }

  /** By hand, classic and native buckets: client_java's default. */
  @Benchmark
  public long clientJavaDefault(Caller caller, ClientJava metrics) {
    return caller.work.clientJava(caller.calls++, metrics.both);
  }

  /** By hand, a timer without buckets. */
  @Benchmark
  public long micrometerTimer(Caller caller, Micrometer metrics) {
    return caller.work.micrometer(caller.calls++, metrics.timer);
  }

  /** By hand, a timer with a histogram. */
  @Benchmark
  public long micrometerHistogram(Caller caller, Micrometer metrics) {
    return caller.work.micrometer(caller.calls++, metrics.histogram);
  }
}
