package com.acme.pack;

import com.acme.harness.Pause;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Tools and models of LangChain4j, a known number of each way to end. */
public final class LangChainApp {
  private LangChainApp() {}

  /** What the service can be asked. */
  interface Assistant {
    /** The answer. */
    String ask(String question);
  }

  /** What the model may call. */
  public static final class Tools {
    /** Works. */
    @Tool
    public String shout(String text) {
      return text.toUpperCase(java.util.Locale.ROOT);
    }

    /** Fails. */
    @Tool
    public String boom(String text) {
      return "" + Integer.parseInt(text);
    }

    private Tools() {}
  }

  public static void main(String[] arguments) throws Exception {
    Pause.at("before");
    ChatModel scripted = new ScriptedModel();
    Assistant assistant =
        AiServices.builder(Assistant.class).chatModel(scripted).tools(new Tools()).build();
    for (int i = 0; i < 4; i++) {
      System.out.println(assistant.ask("secret question"));
    }
    ChatRequest request = ChatRequest.builder().messages(UserMessage.from("secret")).build();
    for (int i = 0; i < 3; i++) {
      System.out.println(new AsyncModel(false).ask(request));
    }
    for (int i = 0; i < 2; i++) {
      System.out.println(new AsyncModel(true).ask(request));
    }
    try (ModelServer server = new ModelServer()) {
      models(server);
    }
    Pause.at("after");
    System.exit(0);
  }

  private static void models(ModelServer server) throws Exception {
    for (int i = 0; i < 5; i++) {
      report(model(server, "200"));
    }
    report(new RouterModel(model(server, "200")));
    for (int i = 0; i < 3; i++) {
      report(model(server, "429"));
    }
    for (int i = 0; i < 2; i++) {
      report(model(server, "500"));
    }
    report(model(server, "401"));
    for (String answer : new String[] {"200", "200", "200", "429", "500"}) {
      stream(server, answer);
    }
    Thread late = new Thread(() -> report(model(server, "late")));
    late.start();
    Pause.at("inside");
    late.join();
  }

  private static ChatModel model(ModelServer server, String answer) {
    return OpenAiChatModel.builder()
        .baseUrl(server.url(answer))
        .apiKey("secret")
        .modelName("m-1")
        .maxRetries(1)
        .timeout(Duration.ofMillis(answer.equals("late") ? 4_000 : 10_000))
        .build();
  }

  private static void stream(ModelServer server, String answer) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    OpenAiStreamingChatModel.builder()
        .baseUrl(server.url(answer))
        .apiKey("secret")
        .modelName("s-1")
        .build()
        .chat(
            "secret prompt",
            new StreamingChatResponseHandler() {
              @Override
              public void onCompleteResponse(ChatResponse response) {
                System.out.println("streamed " + response.aiMessage().text());
                ended.countDown();
              }

              @Override
              public void onError(Throwable error) {
                System.out.println("streamed " + error.getClass().getName());
                ended.countDown();
              }
            });
    ended.await();
  }

  private static void report(ChatModel model) {
    try {
      System.out.println(model.chat("secret prompt"));
    } catch (RuntimeException e) {
      System.out.println(e.getClass().getName());
    }
  }
}
