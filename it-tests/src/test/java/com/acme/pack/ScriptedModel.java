package com.acme.pack;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;

/**
 * A model of the application's own: asks for a tool that works, for one that throws, and is done.
 */
public final class ScriptedModel implements ChatModel {
  private int turn;

  @Override
  public ChatResponse doChat(ChatRequest request) {
    AiMessage message =
        switch (turn++ % 3) {
          case 0 -> ask("shout");
          case 1 -> ask("boom");
          default -> AiMessage.from("done");
        };
    return ChatResponse.builder().aiMessage(message).tokenUsage(new TokenUsage(10, 3)).build();
  }

  private static AiMessage ask(String tool) {
    return AiMessage.from(
        ToolExecutionRequest.builder()
            .id("1")
            .name(tool)
            .arguments("{\"arg0\":\"secret\"}")
            .build());
  }

  @Override
  public ChatRequestParameters defaultRequestParameters() {
    return DefaultChatRequestParameters.builder().modelName("scripted").build();
  }
}
