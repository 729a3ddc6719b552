package com.example.shop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;

/** Stands in for a model, which would need a network: finds, every third time books, answers. */
final class ScriptedModel implements ChatModel {
  private int turn;

  @Override
  public ChatResponse doChat(ChatRequest request) {
    AiMessage message =
        switch (turn++ % 5) {
          case 0, 2 -> call("find");
          case 3 -> call("book");
          default -> AiMessage.from("There you are.");
        };
    return ChatResponse.builder().aiMessage(message).tokenUsage(new TokenUsage(40, 12)).build();
  }

  private static AiMessage call(String tool) {
    return AiMessage.from(
        ToolExecutionRequest.builder()
            .id("1")
            .name(tool)
            .arguments("{\"arg0\":\"a loom\"}")
            .build());
  }

  @Override
  public ChatRequestParameters defaultRequestParameters() {
    return DefaultChatRequestParameters.builder().modelName("scripted").build();
  }
}
