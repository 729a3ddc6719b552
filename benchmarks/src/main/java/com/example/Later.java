package com.example;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.CompilerControl;
import reactor.core.publisher.Mono;

/** Methods whose result comes later, alone and measured in every way. */
public class Later {
  /** Nothing measures it. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public CompletableFuture<Long> plain(CompletableFuture<Long> result) {
    return result;
  }

  /** The agent weaves it; without the agent it is {@link #plain}. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public CompletableFuture<Long> woven(CompletableFuture<Long> result) {
    return result;
  }

  /** A timer by hand. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public CompletableFuture<Long> sampled(
      CompletableFuture<Long> result, MeterRegistry registry, Timer timer) {
    Timer.Sample sample = Timer.start(registry);
    return result.whenComplete((value, thrown) -> sample.stop(timer));
  }

  /** Nothing measures it. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public Mono<Long> plainMono(Long result) {
    return Mono.just(result).map(Later::next);
  }

  /** The agent weaves it; without the agent it is {@link #plainMono}. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public Mono<Long> wovenMono(Long result) {
    return Mono.just(result).map(Later::next);
  }

  /** A timer by hand. */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public Mono<Long> sampledMono(Long result, MeterRegistry registry, Timer timer) {
    return Mono.defer(
        () -> {
          Timer.Sample sample = Timer.start(registry);
          return Mono.just(result).map(Later::next).doFinally(signal -> sample.stop(timer));
        });
  }

  private static Long next(Long number) {
    return number + 1;
  }
}
