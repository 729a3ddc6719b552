package com.acme.field.later;

import com.acme.harness.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Publishers of Reactor that are subscribed to often, once, in part, or never. */
public final class ReactorApp {
  private ReactorApp() {}

  /** What is measured. */
  static final class Service {
    Mono<String> mono() {
      return Mono.delay(Duration.ofMillis(100)).map(x -> "m");
    }

    Mono<String> bad() {
      return Mono.<String>error(new IllegalStateException("bad"))
          .delaySubscription(Duration.ofMillis(10));
    }

    Flux<Integer> flux() {
      return Flux.range(0, 3).delayElements(Duration.ofMillis(30));
    }

    Mono<String> just() {
      return Mono.just("just");
    }

    Mono<String> empty() {
      return Mono.empty();
    }

    Flux<Integer> many() {
      return Flux.range(0, 1000);
    }

    Mono<String> flaky(int[] calls) {
      return Mono.fromCallable(
          () -> {
            if (calls[0]++ < 2) {
              throw new IllegalStateException("try again");
            }
            return "done";
          });
    }

    Mono<String> slow() {
      return Mono.delay(Duration.ofSeconds(60)).map(x -> "s");
    }

    Mono<String> limited() {
      return slowly().timeout(Duration.ofMillis(50));
    }

    Mono<String> throwing() {
      throw new IllegalArgumentException("before anybody subscribes");
    }

    Mono<String> eager() {
      FuturesApp.sleep(300);
      return Mono.just("eager");
    }

    Publisher<String> declared() {
      return Mono.just("declared");
    }

    ConnectableFlux<Integer> connectable() {
      return Flux.range(0, 3).publish();
    }

    Flux<Integer> connectableInside() {
      return Flux.range(0, 3).publish();
    }

    Flow.Publisher<String> flow() {
      return subscriber -> {};
    }

    Mono<String> lost() {
      return Sinks.<String>one().asMono();
    }

    Mono<String> ofFuture(CompletableFuture<String> future) {
      return Mono.fromFuture(future);
    }
  }

  // not measured: it would count once more
  static Mono<String> slowly() {
    return Mono.delay(Duration.ofSeconds(60)).map(x -> "s");
  }

  private static String failure(Mono<String> mono) {
    try {
      return String.valueOf(mono.block());
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName();
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Service service = new Service();
    for (int i = 0; i < 3; i++) {
      System.out.println(service.mono().block() + failure(service.bad()));
      System.out.println(service.flux().blockLast());
    }
    Mono<String> twice = service.mono();
    System.out.println(twice.block() + twice.block());
    service.mono(); // nobody subscribes
    Pause.at("subscribed");
    others(service);
    Pause.at("done");
    System.exit(0);
  }

  private static void others(Service service) throws InterruptedException {
    System.out.println(service.just().block() + service.empty().block());
    System.out.println(service.many().take(2).blockLast() + " " + service.many().next().block());
    System.out.println(service.flaky(new int[1]).retry(5).block());
    Disposable unwanted = service.slow().subscribe();
    unwanted.dispose();
    System.out.println(failure(service.limited()));
    try {
      service.throwing().block();
    } catch (IllegalArgumentException e) {
      System.out.println(e.getMessage());
    }
    System.out.println(service.eager().block());
    System.out.println(Mono.from(service.declared()).block());
    ConnectableFlux<Integer> connectable = service.connectable();
    connectable.subscribe(x -> System.out.println("connected " + x));
    connectable.connect();
    ((ConnectableFlux<Integer>) service.connectableInside()).connect();
    service.flow();
    for (int i = 0; i < 3; i++) {
      service.lost().subscribe();
    }
    CompletableFuture<String> future = new CompletableFuture<>();
    CountDownLatch done = new CountDownLatch(1);
    Disposable subscribed = service.ofFuture(future).subscribe(x -> done.countDown());
    future.complete("f");
    done.await();
    System.out.println(subscribed.isDisposed());
  }
}
