package io.heddle.benchmarks;

import io.heddle.api.Counter;
import io.heddle.api.Gauge;
import io.heddle.api.Heddle;
import io.heddle.api.Histogram;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** One value that an application records, through every library. See {@link ApiTable}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ApiPath {
  private static final double[] BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};
  private static final String[] KINDS = {"a", "b", "c", "d", "e", "f", "g", "h"};

  /** A thread, and how often it has recorded something: at the end each time must count. */
  @State(Scope.Thread)
  public static class Caller {
    private static final int VALUES = 1024;

    private final double[] values = new Random(7).doubles(VALUES, 0, 12).toArray();
    private final String[] equalKinds = new String[KINDS.length];
    private long calls;

    /** Creates a caller with texts of its own. */
    public Caller() {
      for (int i = 0; i < KINDS.length; i++) {
        equalKinds[i] = new String(KINDS[i].toCharArray());
      }
    }

    private double value() {
      return values[(int) calls++ & (VALUES - 1)];
    }

    private String kind() {
      return KINDS[(int) calls++ & 7];
    }

    private String equalKind() {
      return equalKinds[(int) calls++ & 7];
    }

    /** Compares with what was counted. */
    @TearDown
    public void verify(ThreadParams threads) throws IOException {
      RecordedCalls.verify(calls, threads.getThreadCount());
    }
  }

  /** Nothing but what a counter of the JDK takes. */
  @State(Scope.Benchmark)
  public static class Jdk {
    private final AtomicLong atomic = new AtomicLong();
    private final LongAdder adder = new LongAdder();

    /** Creates both. */
    public Jdk() {
      RecordedCalls.are(() -> atomic.get() + adder.sum());
    }
  }

  /** Metrics of Heddle's API, with the agent. */
  @State(Scope.Benchmark)
  public static class Api {
    private final Counter counters = Heddle.counter("bench_calls_total", "Calls.", "kind");
    private final Counter counter = counters.labels("a");
    private final Gauge gauge = Heddle.gauge("bench_level", "Level.", "kind").labels("a");
    private final Histogram histogram =
        Heddle.histogram("bench_sizes", "Sizes.", BOUNDS, "kind").labels("a");

    /** Creates them; what the agent serves is what counts. */
    public Api() {
      RecordedCalls.are(
          () -> Counted.sum("bench_calls_total{") + Counted.sum("bench_sizes_count{"));
      RecordedCalls.lastIs(() -> Counted.sum("bench_level{"));
    }
  }

  /** Metrics of client_java; the data points are kept, as its documentation recommends. */
  @State(Scope.Benchmark)
  public static class ClientJava {
    private final io.prometheus.metrics.core.metrics.Counter counters =
        io.prometheus.metrics.core.metrics.Counter.builder()
            .name("calls")
            .labelNames("kind")
            .build();
    private final CounterDataPoint counter = counters.labelValues("a");
    private final GaugeDataPoint gauge =
        io.prometheus.metrics.core.metrics.Gauge.builder()
            .name("level")
            .labelNames("kind")
            .build()
            .labelValues("a");
    private final io.prometheus.metrics.core.metrics.Histogram histograms =
        io.prometheus.metrics.core.metrics.Histogram.builder()
            .name("sizes")
            .classicOnly()
            .classicUpperBounds(BOUNDS)
            .labelNames("kind")
            .build();
    private final DistributionDataPoint histogram = histograms.labelValues("a");

    /** Creates them. */
    public ClientJava() {
      RecordedCalls.are(this::count);
      RecordedCalls.lastIs(gauge::get);
    }

    private double count() {
      double sum = 0;
      for (HistogramSnapshot.HistogramDataPointSnapshot one :
          histograms.collect().getDataPoints()) {
        sum += one.getCount();
      }
      for (String kind : KINDS) {
        sum += counters.labelValues(kind).get();
      }
      return sum;
    }
  }

  /** Meters of Micrometer, which has no gauge that is set. */
  @State(Scope.Benchmark)
  public static class Micrometer {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final io.micrometer.core.instrument.Counter counter =
        registry.counter("calls", "kind", "a");
    private final DistributionSummary summary = registry.summary("sizes", "kind", "a");
    private final DistributionSummary histogram =
        DistributionSummary.builder("buckets")
            .tag("kind", "a")
            .serviceLevelObjectives(BOUNDS)
            .register(registry);

    /** Creates them. */
    public Micrometer() {
      RecordedCalls.are(() -> counter.count() + summary.count() + histogram.count());
    }
  }

  /** AtomicLong. */
  @Benchmark
  public void atomicLong(Caller caller, Jdk jdk) {
    caller.calls++;
    jdk.atomic.incrementAndGet();
  }

  /** LongAdder. */
  @Benchmark
  public void longAdder(Caller caller, Jdk jdk) {
    caller.calls++;
    jdk.adder.increment();
  }

  /** Heddle's counter by a kept handle. */
  @Benchmark
  public void heddleCounter(Caller caller, Api api) {
    caller.calls++;
    api.counter.increment();
  }

  /** Heddle's gauge, likewise. */
  @Benchmark
  public void heddleGauge(Caller caller, Api api) {
    api.gauge.set((double) ++caller.calls);
  }

  /** Heddle's histogram, likewise. */
  @Benchmark
  public void heddleHistogram(Caller caller, Api api) {
    api.histogram.observe(caller.value());
  }

  /** Heddle's counter, its handle found by one of eight texts. */
  @Benchmark
  public void heddleLabels(Caller caller, Api api) {
    api.counters.labels(caller.kind()).increment();
  }

  /** Heddle's counter, its handle found by a text that is equal to one of eight. */
  @Benchmark
  public void heddleEqualLabels(Caller caller, Api api) {
    api.counters.labels(caller.equalKind()).increment();
  }

  /** The counter of client_java, its data point kept. */
  @Benchmark
  public void clientJavaCounter(Caller caller, ClientJava client) {
    caller.calls++;
    client.counter.inc();
  }

  /** The gauge of client_java, likewise. */
  @Benchmark
  public void clientJavaGauge(Caller caller, ClientJava client) {
    client.gauge.set((double) ++caller.calls);
  }

  /** The histogram of client_java with classic buckets, likewise. */
  @Benchmark
  public void clientJavaHistogram(Caller caller, ClientJava client) {
    client.histogram.observe(caller.value());
  }

  /** The counter of client_java, its data point found by one of eight texts. */
  @Benchmark
  public void clientJavaLabels(Caller caller, ClientJava client) {
    client.counters.labelValues(caller.kind()).inc();
  }

  /** The counter of Micrometer. */
  @Benchmark
  public void micrometerCounter(Caller caller, Micrometer micrometer) {
    caller.calls++;
    micrometer.counter.increment();
  }

  /** The summary of Micrometer without buckets. */
  @Benchmark
  public void micrometerSummary(Caller caller, Micrometer micrometer) {
    micrometer.summary.record(caller.value());
  }

  /** The summary of Micrometer with the same buckets. */
  @Benchmark
  public void micrometerBuckets(Caller caller, Micrometer micrometer) {
    micrometer.histogram.record(caller.value());
  }
}
