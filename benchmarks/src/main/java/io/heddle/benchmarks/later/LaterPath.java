package io.heddle.benchmarks.later;

import com.example.Later;
import io.heddle.benchmarks.Counted;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** One call whose result comes later, measured in every way. See {@link LaterTable}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LaterPath {
  /** A thread and the object that it calls. */
  @State(Scope.Thread)
  public static class Caller {
    final Later later = new Later();
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

  /** A timer of Micrometer. */
  @State(Scope.Benchmark)
  public static class Micrometer {
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Timer timer = Timer.builder("timer").tag("m", "m").register(registry);
  }

  /** A future that nothing measures. */
  @Benchmark
  public Long stageNothing(Caller caller) {
    CompletableFuture<Long> result = new CompletableFuture<>();
    CompletableFuture<Long> returned = caller.later.plain(result);
    result.complete(caller.calls++);
    return returned.join();
  }

  /** A future that ends a run of the agent. */
  @Benchmark
  public Long stageWoven(CountedCaller caller) {
    CompletableFuture<Long> result = new CompletableFuture<>();
    CompletableFuture<Long> returned = caller.later.woven(result);
    result.complete(caller.calls++);
    return returned.join();
  }

  /** A future that stops a sample. */
  @Benchmark
  public Long stageSampled(Caller caller, Micrometer metrics) {
    CompletableFuture<Long> result = new CompletableFuture<>();
    CompletableFuture<Long> returned =
        caller.later.sampled(result, metrics.registry, metrics.timer);
    result.complete(caller.calls++);
    return returned.join();
  }

  /** A Mono that nothing measures. */
  @Benchmark
  public @Nullable Long monoNothing(Caller caller) {
    return caller.later.plainMono(caller.calls++).block();
  }

  /** A Mono of which each subscription is a run of the agent. */
  @Benchmark
  public @Nullable Long monoWoven(CountedCaller caller) {
    return caller.later.wovenMono(caller.calls++).block();
  }

  /** A Mono of which each subscription stops a sample. */
  @Benchmark
  public @Nullable Long monoSampled(Caller caller, Micrometer metrics) {
    return caller.later.sampledMono(caller.calls++, metrics.registry, metrics.timer).block();
  }
}
