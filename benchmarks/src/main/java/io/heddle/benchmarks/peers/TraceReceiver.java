package io.heddle.benchmarks.peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * The server that tracers send to while they are asked what they count: OTLP over HTTP, Datadog's
 * trace agent and Elastic's intake, of each only as much as counting needs.
 */
final class TraceReceiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong received = new AtomicLong();

  TraceReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Spans, traces or transactions that arrived since the last answer. */
  long take() {
    return received.getAndSet(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    int status = 200;
    String answer = "{}";
    try (InputStream body = body(exchange)) {
      if (path.equals("/v1/traces")) {
        received.addAndGet(OtlpSpans.count(body.readAllBytes()));
        answer = "";
      } else if (path.startsWith("/v0.") && path.endsWith("/traces")) {
        body.readAllBytes();
        String traces = exchange.getRequestHeaders().getFirst("X-Datadog-Trace-Count");
        received.addAndGet(traces == null ? 0 : Long.parseLong(traces));
        answer = "{\"rate_by_service\":{}}";
      } else if (path.equals("/intake/v2/events")) {
        transactions(body);
        status = 202;
      } else if (path.equals("/")) {
        answer = "{\"version\":\"8.17.0\"}";
      } else {
        body.readAllBytes();
        status = 404;
      }
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    InputStream body = exchange.getRequestBody();
    if ("gzip".equals(encoding)) {
      return new GZIPInputStream(body);
    }
    return "deflate".equals(encoding) ? new InflaterInputStream(body) : body;
  }

  /** One JSON object a line; a request of Elastic's agent stays open while it has something. */
  private void transactions(InputStream body) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{\"transaction\"")) {
          received.incrementAndGet();
        }
      }
    } catch (EOFException e) {
      // the agent ended in the middle of its request: whole lines were counted
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
