package com.acme.delegates;

import com.acme.harness.Pause;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Models that hand their calls to other models; each kind under a model name of its own. */
public final class ModelsApp {
  static final ExecutorService POOL = Executors.newFixedThreadPool(4);

  private ModelsApp() {}

  static ChatRequest request(String kind) {
    return ChatRequest.builder().modelName(kind).messages(UserMessage.from("hi")).build();
  }

  static ChatRequest again(ChatRequest request) {
    return ChatRequest.builder()
        .modelName(request.modelName())
        .messages(request.messages())
        .build();
  }

  static ChatResponse answer() {
    return ChatResponse.builder()
        .aiMessage(AiMessage.from("yo"))
        .tokenUsage(new TokenUsage(10, 5))
        .build();
  }

  /** Answers, at once. */
  static class Real implements ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
      return answer();
    }
  }

  /** Streams, on a thread of its own; the first of three attempts fail where it is flaky. */
  static class RealStream implements StreamingChatModel {
    final AtomicInteger failures = new AtomicInteger();

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      POOL.execute(
          () -> {
            if (failures.getAndDecrement() > 0) {
              handler.onError(new IllegalStateException("flaky"));
            } else {
              handler.onPartialResponse("y");
              handler.onCompleteResponse(answer());
            }
          });
    }
  }

  /** What logging looks like. */
  record Logging(StreamingChatResponseHandler to) implements StreamingChatResponseHandler {
    @Override
    public void onPartialResponse(String text) {
      to.onPartialResponse(text);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      to.onCompleteResponse(response);
    }

    @Override
    public void onError(Throwable error) {
      to.onError(error);
    }
  }

  /** On the same thread, the same handler. */
  static class Router implements StreamingChatModel {
    final RealStream to = new RealStream();

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      to.chat(request, handler);
    }
  }

  /** On another thread, another request, a handler around the handler. */
  static class Elsewhere implements StreamingChatModel {
    final RealStream to = new RealStream();

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      POOL.execute(() -> to.chat(again(request), new Logging(new Logging(handler))));
    }
  }

  /** Tries again, from the callback of what failed. */
  static class Retry implements StreamingChatModel {
    final RealStream to = new RealStream();

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      new Attempt(request, handler).go(3);
    }

    private final class Attempt {
      final ChatRequest request;
      final StreamingChatResponseHandler handler;

      Attempt(ChatRequest request, StreamingChatResponseHandler handler) {
        this.request = request;
        this.handler = handler;
      }

      void go(int left) {
        to.chat(
            again(request),
            new StreamingChatResponseHandler() {
              @Override
              public void onCompleteResponse(ChatResponse response) {
                handler.onCompleteResponse(response);
              }

              @Override
              public void onError(Throwable error) {
                if (left > 1) {
                  go(left - 1);
                } else {
                  handler.onError(error);
                }
              }
            });
      }
    }
  }

  /** Blocks another model on another thread in place of streaming. */
  static class Fallback implements StreamingChatModel {
    final ChatModel to = new Real();

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      POOL.execute(() -> handler.onCompleteResponse(to.chat(request)));
    }
  }

  /** Overrides what others leave alone. */
  static class Overriding implements StreamingChatModel {
    final Elsewhere to = new Elsewhere();

    @Override
    public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
      POOL.execute(() -> to.chat(request, new Logging(handler)));
    }
  }

  /** A time limit. */
  static class Limited implements ChatModel {
    final ChatModel to;

    Limited(ChatModel to) {
      this.to = to;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
      return CompletableFuture.supplyAsync(() -> to.chat(request), POOL).join();
    }
  }

  /** The same by the method that the application calls. */
  static class OverridingLimited implements ChatModel {
    final ChatModel to = new Real();

    @Override
    public ChatResponse chat(ChatRequest request) {
      return CompletableFuture.supplyAsync(() -> to.chat(request), POOL).join();
    }
  }

  /** Answers later by what it answers at once. */
  static class OwnAsync extends Real {
    public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
      return CompletableFuture.supplyAsync(() -> doChat(request), POOL);
    }

    ChatResponse ask(ChatRequest request) throws Exception {
      CompletableFuture<?> answer;
      try {
        Method road = ChatModel.class.getMethod("chatAsync", ChatRequest.class);
        answer = (CompletableFuture<?>) road.invoke(this, request);
      } catch (NoSuchMethodException e) {
        answer = doChatAsync(request);
      }
      return (ChatResponse) answer.join();
    }
  }

  /** Waits until another model is asked too. */
  static class Together extends Real {
    final CyclicBarrier barrier;

    Together(CyclicBarrier barrier) {
      this.barrier = barrier;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
      try {
        barrier.await();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      return super.doChat(request);
    }
  }

  private static void stream(StreamingChatModel model, String kind) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    model.chat(
        request(kind),
        new StreamingChatResponseHandler() {
          @Override
          public void onCompleteResponse(ChatResponse response) {
            ended.countDown();
          }

          @Override
          public void onError(Throwable error) {
            ended.countDown();
          }
        });
    ended.await();
  }

  /** A program that asks again when it has the answer: two calls. */
  private static void sequel(StreamingChatModel model) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    model.chat(
        request("sequel"),
        new StreamingChatResponseHandler() {
          @Override
          public void onCompleteResponse(ChatResponse response) {
            new Real().chat(request("sequel"));
            ended.countDown();
          }

          @Override
          public void onError(Throwable error) {
            ended.countDown();
          }
        });
    ended.await();
  }

  private static void ensemble() throws Exception {
    ChatRequest shared = request("ensemble");
    CyclicBarrier barrier = new CyclicBarrier(3);
    Together one = new Together(barrier);
    CompletableFuture<?>[] answers = {
      CompletableFuture.supplyAsync(() -> one.chat(shared), POOL),
      CompletableFuture.supplyAsync(() -> one.chat(shared), POOL),
      CompletableFuture.supplyAsync(() -> new Together(barrier).chat(shared), POOL)
    };
    CompletableFuture.allOf(answers).join();
  }

  public static void main(String[] arguments) throws Exception {
    Retry failing = new Retry();
    failing.to.failures.set(9);
    for (int i = 0; i < 10; i++) {
      stream(new Router(), "router");
      stream(new Elsewhere(), "elsewhere");
      Retry retry = new Retry();
      retry.to.failures.set(2);
      stream(retry, "retry");
      stream(new Fallback(), "fallback");
      stream(new Overriding(), "overriding");
      new Limited(new Limited(new Real())).chat(request("limited"));
      new OverridingLimited().chat(request("overriding-limited"));
      new OwnAsync().ask(request("own-async"));
      sequel(new Router());
      ensemble();
      if (i < 3) {
        stream(failing, "failing");
      }
    }
    Pause.at("after");
    System.exit(0);
  }
}
