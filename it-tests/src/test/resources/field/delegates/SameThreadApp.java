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

/** Routers whose models answer on the thread that asks; and what is asked from within an answer. */
public final class SameThreadApp {
  private SameThreadApp() {}

  static ChatResponse answer() {
    return ChatResponse.builder()
        .aiMessage(AiMessage.from("yo"))
        .tokenUsage(new TokenUsage(10, 5))
        .build();
  }

  static ChatRequest request(String model) {
    return ChatRequest.builder().modelName(model).messages(UserMessage.from("hi")).build();
  }

  /** Answers. */
  static final class Real implements ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
      return answer();
    }
  }

  /** Streams. */
  static class RealStream implements StreamingChatModel {
    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      handler.onPartialResponse("y");
      handler.onCompleteResponse(answer());
    }
  }

  /** Hands on. */
  static final class Router implements ChatModel {
    final ChatModel to = new Real();

    @Override
    public ChatResponse doChat(ChatRequest request) {
      return to.chat(request);
    }
  }

  /** Hands on what is streamed. */
  static final class RouterStream extends RealStream {
    final RealStream to = new RealStream();

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      to.chat(request, handler);
    }
  }

  /** Asks once more when it hears the answer, if there is anybody to ask. */
  record Reader(RouterStream next) implements StreamingChatResponseHandler {
    @Override
    public void onCompleteResponse(ChatResponse response) {
      if (next != null) {
        new Router().chat(request("next"));
        next.chat(request("next"), new Reader(null));
      }
    }

    @Override
    public void onError(Throwable error) {}
  }

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 10; i++) {
      new Router().chat(request("gpt-x"));
      new RouterStream().chat(request("gpt-x"), new Reader(new RouterStream()));
    }
    Pause.at("after");
    System.exit(0);
  }
}
