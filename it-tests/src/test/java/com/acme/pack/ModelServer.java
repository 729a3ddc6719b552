package com.acme.pack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server that speaks enough of the protocol of a model. It answers with the status in the path; a
 * request for {@code late} has no answer while the server is open, since the client has a timeout.
 */
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
  private final CountDownLatch closed = new CountDownLatch(1);

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
        closed.await();
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
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
