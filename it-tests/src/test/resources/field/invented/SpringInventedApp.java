package com.acme.invented;

import com.acme.harness.Pause;
import java.util.List;
import java.util.Map;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.resolution.StaticToolCallbackResolver;

/**
 * Tools of Spring AI: those of a prompt, one that only a resolver knows, and one that nobody has.
 */
public final class SpringInventedApp {
  private SpringInventedApp() {}

  /** Of the prompt. */
  public static final class Tools {
    /** Works. */
    @Tool
    public String shout(String text) {
      return "a" + text;
    }
  }

  /** Of the resolver. */
  public static final class Others {
    /** Works. */
    @Tool
    public String whisper(String text) {
      return "a" + text;
    }
  }

  private static void call(ToolCallingManager manager, String name) {
    Prompt prompt =
        new Prompt(
            "hi",
            ToolCallingChatOptions.builder()
                .toolCallbacks(ToolCallbacks.from(new Tools()))
                .build());
    AssistantMessage.ToolCall call =
        new AssistantMessage.ToolCall("1", "function", name, "{\"text\":\"x\",\"arg0\":\"x\"}");
    // of a subclass: protected since 2.0
    AssistantMessage message = new AssistantMessage("", Map.of(), List.of(call), List.of()) {};
    try {
      manager.executeToolCalls(prompt, new ChatResponse(List.of(new Generation(message))));
    } catch (IllegalStateException e) {
      System.out.println("thrown");
    }
  }

  public static void main(String[] arguments) throws Exception {
    ToolCallback[] others = ToolCallbacks.from(new Others());
    ToolCallingManager manager =
        DefaultToolCallingManager.builder()
            .toolCallbackResolver(new StaticToolCallbackResolver(List.of(others)))
            .build();
    for (int i = 0; i < 4; i++) {
      call(manager, "shout");
      call(manager, "whisper");
    }
    for (int i = 0; i < 3; i++) {
      call(manager, "nope");
    }
    Pause.at("after");
    System.exit(0);
  }
}
