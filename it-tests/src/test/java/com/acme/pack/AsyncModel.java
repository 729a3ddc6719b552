package com.acme.pack;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A model of the application's own that answers later, or is asked too often. */
public final class AsyncModel implements ChatModel {
  private final boolean limited;

  AsyncModel(boolean limited) {
    this.limited = limited;
  }

  /** An override since 1.20. */
  public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
    return CompletableFuture.supplyAsync(
        this::answer, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
  }

  private ChatResponse answer() {
    if (limited) {
      throw new CompletionException(new RateLimitException("too many"));
    }
    return ChatResponse.builder()
        .aiMessage(AiMessage.from("later"))
        .tokenUsage(new TokenUsage(5, 2))
        .build();
  }

  @Override
  public ChatRequestParameters defaultRequestParameters() {
    return DefaultChatRequestParameters.builder().modelName("async").build();
  }

  /** By the library's own road where it has one. */
  String ask(ChatRequest request) throws ReflectiveOperationException {
    CompletableFuture<?> answer;
    try {
      Method road = ChatModel.class.getMethod("chatAsync", ChatRequest.class);
      answer = (CompletableFuture<?>) road.invoke(this, request);
    } catch (NoSuchMethodException e) {
      answer = doChatAsync(request);
    }
    try {
      return answer.join() instanceof ChatResponse response ? response.aiMessage().text() : "?";
    } catch (CompletionException e) {
      return e.getCause().getClass().getSimpleName();
    }
  }
}
