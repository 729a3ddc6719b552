package io.heddle.it.harness.external;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that hands scrapes on to the agent and keeps the formats of the responses. Thread-safe.
 */
public final class ScrapeProxy implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final Set<String> contentTypes = ConcurrentHashMap.newKeySet();
  private final String target;
  private final @Nullable String accept;

  /**
   * Begins to listen on a free port.
   *
   * @param target the address of /metrics
   * @param accept what to ask for; null for what the scraper asks for
   */
  public ScrapeProxy(String target, @Nullable String accept) throws IOException {
    this.target = target;
    this.accept = accept;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/metrics", this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** The content types of the agent's responses, without parameters. */
  public Set<String> contentTypes() {
    return contentTypes;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(target).toURL().openConnection();
      String requested = exchange.getRequestHeaders().getFirst("Accept");
      connection.setRequestProperty("Accept", accept != null ? accept : requested);
      byte[] body;
      try (InputStream in = connection.getInputStream()) {
        body = in.readAllBytes();
      }
      String type = connection.getContentType();
      contentTypes.add(type.split(";", -1)[0]);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
