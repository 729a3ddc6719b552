package com.acme.pack;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;

/** Hands every call to another model, by the method that others leave alone. */
final class RouterModel implements ChatModel {
  private final ChatModel next;

  RouterModel(ChatModel next) {
    this.next = next;
  }

  @Override
  public ChatResponse chat(ChatRequest request) {
    return next.chat(request);
  }
}
