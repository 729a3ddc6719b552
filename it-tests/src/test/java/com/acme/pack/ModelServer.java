package com.acme.pack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Speaks enough of the protocol of a model; what it answers is the path: 200, 429, 500 or late. */
final class ModelServer implements AutoCloseable {
  private static final String ANSWER =
      """
      {"id":"1","object":"chat.completion","created":1,"model":"m-2026",
       "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"hello"}}],
       "usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}
      """;

  private static final String STREAM =
      """
      data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":"hel"}}]}

      data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}

      data: {"id":"1","model":"m","choices":[],"usage":{"prompt_tokens":8,"completion_tokens":3,"total_tokens":11}}

      data: [DONE]

      """;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  ModelServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String url(String answer) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + answer;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean streamed = request.replace(" ", "").contains("\"stream\":true");
    String wanted = exchange.getRequestURI().getPath().split("/", -1)[1];
    if (wanted.equals("late")) {
      try {
        Thread.sleep(6_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    int status = wanted.equals("late") ? 200 : Integer.parseInt(wanted);
    byte[] body =
        (status == 200 ? (streamed ? STREAM : ANSWER) : "{\"error\":{\"message\":\"no\"}}")
            .getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", streamed && status == 200 ? "text/event-stream" : "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
