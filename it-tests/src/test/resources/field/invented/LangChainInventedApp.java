package com.acme.invented;

import com.acme.harness.Pause;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.tool.ToolErrorHandlerResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** Models that ask for tools that there are not, and with arguments that are none. */
public final class LangChainInventedApp {
  private LangChainInventedApp() {}

  /** Says what its script says. */
  static final class Scripted implements ChatModel, Turn {
    final Deque<AiMessage> script = new ArrayDeque<>();

    @Override
    public ChatResponse doChat(ChatRequest request) {
      return next(script);
    }
  }

  /** The same, streamed. */
  static final class ScriptedStream implements StreamingChatModel, Turn {
    final Deque<AiMessage> script = new ArrayDeque<>();

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      handler.onCompleteResponse(next(script));
    }
  }

  /** What both do. */
  interface Turn {
    default ChatResponse next(Deque<AiMessage> script) {
      AiMessage turn = script.isEmpty() ? AiMessage.from("done") : script.poll();
      return ChatResponse.builder().aiMessage(turn).build();
    }
  }

  /** What there is. */
  public static final class Tools {
    /** Works. */
    @Tool
    public String weather(String city) {
      return "sunny";
    }

    /** Fails. */
    @Tool
    public String broken(String x) {
      throw new IllegalStateException("no");
    }
  }

  /** What can be asked. */
  interface Assistant {
    String chat(String message);
  }

  /** The same, streamed. */
  interface StreamingAssistant {
    TokenStream chat(String message);
  }

  private static AiMessage ask(String... names) {
    List<ToolExecutionRequest> calls = new ArrayList<>();
    for (String name : names) {
      calls.add(
          ToolExecutionRequest.builder()
              .id(UUID.randomUUID().toString())
              .name(name.split(":")[0])
              .arguments(name.contains(":bad") ? "{not json" : "{\"arg0\":\"x\"}")
              .build());
    }
    return AiMessage.from(calls);
  }

  private static void script(Deque<AiMessage> script) {
    script.add(ask("weather"));
    script.add(ask("nope"));
    script.add(ask("broken"));
    script.add(ask("weather", "weather", "nope"));
    script.add(ask("weather:bad"));
  }

  private static Assistant assistant(Scripted model, boolean concurrently, boolean answers) {
    AiServices<Assistant> services =
        AiServices.builder(Assistant.class)
            .chatModel(model)
            .tools(new Tools())
            .toolArgumentsErrorHandler((error, call) -> ToolErrorHandlerResult.text("bad"));
    if (concurrently) {
      services.executeToolsConcurrently();
    }
    if (answers) {
      services.hallucinatedToolNameStrategy(
          request -> ToolExecutionResultMessage.from(request, "there is no " + request.name()));
    }
    return services.build();
  }

  public static void main(String[] arguments) throws Exception {
    Scripted model = new Scripted();
    script(model.script);
    System.out.println(assistant(model, false, true).chat("hi"));
    script(model.script);
    System.out.println(assistant(model, true, true).chat("hi"));

    // nobody says what to do: the service throws
    model.script.add(ask("phantom"));
    try {
      System.out.println(assistant(model, false, false).chat("hi"));
    } catch (RuntimeException e) {
      System.out.println("thrown");
    }
    ScriptedStream stream = new ScriptedStream();
    script(stream.script);
    CountDownLatch ended = new CountDownLatch(1);
    AiServices.builder(StreamingAssistant.class)
        .streamingChatModel(stream)
        .tools(new Tools())
        .toolArgumentsErrorHandler((error, call) -> ToolErrorHandlerResult.text("bad"))
        .hallucinatedToolNameStrategy(
            request -> ToolExecutionResultMessage.from(request, "there is no " + request.name()))
        .build()
        .chat("hi")
        .onPartialResponse(text -> {})
        .onCompleteResponse(response -> ended.countDown())
        .onError(error -> ended.countDown())
        .start();
    ended.await();
    Pause.at("after");
    System.exit(0);
  }
}
