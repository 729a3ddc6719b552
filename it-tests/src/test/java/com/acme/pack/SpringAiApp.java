package com.acme.pack;

import com.acme.harness.Pause;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.annotation.Tool;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Tools and a model of Spring AI, without Spring: a known number of each way to end. */
public final class SpringAiApp {
  private SpringAiApp() {}

  /** What the model may call. */
  public static final class Tools {
    /** Works. */
    @Tool
    public String shout(String text) {
      return "a" + text;
    }

    /** Fails. */
    @Tool
    public String boom(String text) {
      return "" + Integer.parseInt(text + "x");
    }

    private Tools() {}
  }

  /** A model of the application's own. */
  private static final class OwnModel implements ChatModel {
    @Override
    public ChatResponse call(Prompt prompt) {
      if (prompt.getContents().contains("fail")) {
        throw new IllegalStateException("no");
      }
      return new ChatResponse(
          List.of(new Generation(new AssistantMessage("hello"))),
          ChatResponseMetadata.builder().usage(new DefaultUsage(6, 4)).build());
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
      String contents = prompt.getContents();
      if (contents.contains("never")) {
        return Flux.never();
      }
      return contents.contains("fail")
          ? Flux.error(new IllegalStateException("no"))
          : Flux.just(call(prompt), call(prompt));
    }

    @Override
    public ChatOptions getDefaultOptions() {
      return ChatOptions.builder().model("own").build();
    }
  }

  public static void main(String[] arguments) throws Exception {
    Pause.at("before");
    ToolCallingManager manager = DefaultToolCallingManager.builder().build();
    for (int i = 0; i < 4; i++) {
      tool(manager, "shout");
    }
    for (int i = 0; i < 3; i++) {
      tool(manager, "boom");
    }
    ChatModel model = new OwnModel();
    for (int i = 0; i < 5; i++) {
      System.out.println(model.call("secret"));
    }
    try {
      model.call("fail");
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
    streams(model);
    Pause.at("after");
  }

  private static void tool(ToolCallingManager manager, String name) {
    Prompt prompt =
        new Prompt(
            "secret",
            ToolCallingChatOptions.builder()
                .toolCallbacks(ToolCallbacks.from(new Tools()))
                .build());
    AssistantMessage.ToolCall call =
        new AssistantMessage.ToolCall(
            "1", "function", name, "{\"text\":\"secret\",\"arg0\":\"secret\"}");
    // of a subclass: protected since 2.0
    AssistantMessage message = new AssistantMessage("", Map.of(), List.of(call), List.of()) {};
    ChatResponse response = new ChatResponse(List.of(new Generation(message)));
    var history = manager.executeToolCalls(prompt, response).conversationHistory();
    System.out.println(name + " " + history.get(history.size() - 1).getMessageType());
  }

  private static void streams(ChatModel model) throws Exception {
    Flux<ChatResponse> twice = model.stream(new Prompt("secret"));
    System.out.println(
        twice.collectList().block().size() + " " + twice.collectList().block().size());
    CountDownLatch failed = new CountDownLatch(1);
    model.stream(new Prompt("fail")).subscribe(value -> {}, error -> failed.countDown(), () -> {});
    failed.await();
    Disposable never = model.stream(new Prompt("never")).subscribe();
    Pause.at("inside");
    never.dispose();
  }
}
