package com.acme.delegates;

import com.acme.harness.Pause;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Models of Spring AI that hand their calls to others; each kind under a model name of its own. */
public final class FluxModelsApp {
  private FluxModelsApp() {}

  static ChatResponse answer() {
    return new ChatResponse(List.of(new Generation(new AssistantMessage("hello"))));
  }

  static Prompt prompt(String kind) {
    return new Prompt("hi", ChatOptions.builder().model(kind).build());
  }

  static Prompt again(Prompt prompt) {
    return new Prompt(prompt.getInstructions(), prompt.getOptions());
  }

  /** Answers. */
  static class Real implements ChatModel {
    final AtomicInteger failures = new AtomicInteger();

    @Override
    public ChatResponse call(Prompt prompt) {
      return answer();
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
      return Flux.defer(
              () ->
                  failures.getAndDecrement() > 0
                      ? Flux.<ChatResponse>error(new IllegalStateException("flaky"))
                      : Flux.just(answer(), answer()))
          .subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public ChatOptions getDefaultOptions() {
      return ChatOptions.builder().model("own").build();
    }
  }

  /** Hands on what it is asked. */
  static class Router extends Real {
    final Real to = new Real();

    @Override
    public ChatResponse call(Prompt prompt) {
      return to.call(again(prompt));
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
      return to.stream(again(prompt)).map(response -> response);
    }
  }

  /** On other threads, and tries again. */
  static class Elsewhere extends Real {
    final Real to = new Router();

    @Override
    public ChatResponse call(Prompt prompt) {
      return CompletableFuture.supplyAsync(() -> to.call(prompt)).join();
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
      return Mono.delay(java.time.Duration.ofMillis(1))
          .flatMapMany(tick -> to.stream(again(prompt)))
          .publishOn(Schedulers.parallel())
          .retry(2);
    }
  }

  /** Asks for all at once where it should stream. */
  static class Blocking extends Real {
    final Real to = new Real();

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
      return Mono.fromCallable(() -> to.call(prompt))
          .subscribeOn(Schedulers.boundedElastic())
          .flux();
    }
  }

  /** Streams where it should answer at once. */
  static class Collecting extends Real {
    final Real to = new Router();

    @Override
    public ChatResponse call(Prompt prompt) {
      return to.stream(prompt).blockLast();
    }
  }

  /** What is called. */
  static final class Calls {
    private Calls() {}

    static void run() throws Exception {
      for (int i = 0; i < 10; i++) {
        new Router().call(prompt("router"));
        new Router().stream(prompt("router")).blockLast();
        new Elsewhere().call(prompt("elsewhere"));
        Elsewhere flaky = new Elsewhere();
        ((Router) flaky.to).to.failures.set(2);
        flaky.stream(prompt("elsewhere")).blockLast();
        new Blocking().stream(prompt("blocking")).blockLast();
        new Collecting().call(prompt("collecting"));
        // one stream, asked for twice, and another that comes after it: three
        Flux<ChatResponse> twice = new Router().stream(prompt("sequel"));
        CountDownLatch ended = new CountDownLatch(1);
        twice
            .thenMany(twice)
            .thenMany(new Real().stream(prompt("sequel")))
            .subscribe(value -> {}, error -> {}, ended::countDown);
        ended.await();
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    new Real().call(prompt("first"));
    Calls.run();
    Pause.at("after");
    System.exit(0);
  }
}
