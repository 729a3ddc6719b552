package io.heddle.benchmarks.http;

import com.sun.net.httpserver.HttpExchange;
import io.heddle.exporter.ListenAddress;
import io.heddle.exporter.MetricsServer;
import io.heddle.exporter.exposition.Format;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.protocol.HttpContext;

/** The servers that are compared, each with the limits that it offers. */
enum ServerKind {
  /** The exporter's own server. */
  HEDDLE("Heddle's own") {
    @Override
    int start(RegistryData data) throws IOException {
      ListenAddress address = new ListenAddress(HOST, 0);
      return MetricsServer.start(address, data, 8 << 20, Thread::new).port();
    }
  },

  /** The classic server of HttpCore. The number of its threads cannot be limited. */
  HTTP_CORE("HttpCore") {
    @Override
    int start(RegistryData data) throws IOException {
      HttpServer server =
          ServerBootstrap.bootstrap()
              .setCanonicalHostName(HOST)
              .setLocalAddress(InetAddress.getLoopbackAddress())
              .setListenerPort(0)
              .setSocketConfig(
                  SocketConfig.custom()
                      .setSoTimeout(5, TimeUnit.SECONDS)
                      .setTcpNoDelay(true)
                      .setBacklogSize(BACKLOG)
                      .build())
              .setHttp1Config(
                  Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(64).build())
              .register("/metrics", (request, response, context) -> scrape(data, response))
              .register("/health", ServerKind::health)
              .create();
      server.start();
      return server.getLocalPort();
    }
  },

  /** The JDK's server, as an agent can start it: without properties of the JVM. */
  JDK("JDK") {
    @Override
    int start(RegistryData data) throws IOException {
      return startJdk(data);
    }
  },

  /** The JDK's server with limits, which are properties of the JVM and so the host's. */
  JDK_WITH_PROPERTIES("JDK with properties") {
    @Override
    int start(RegistryData data) throws IOException {
      return startJdk(data);
    }
  };

  private static final String HOST = "127.0.0.1";
  private static final int BACKLOG = 256;
  private static final int THREADS = 64;
  private static final String UP = "{\"status\":\"up\"}";

  private final String title;

  ServerKind(String title) {
    this.title = title;
  }

  /** Returns the name in the table. */
  String title() {
    return title;
  }

  /** Returns the options that the JVM needs. */
  List<String> properties() {
    return this == JDK_WITH_PROPERTIES
        ? List.of(
            "-Dsun.net.httpserver.maxReqTime=5",
            "-Dsun.net.httpserver.maxRspTime=60",
            "-Dsun.net.httpserver.maxReqHeaders=64",
            "-Dsun.net.httpserver.maxReqHeaderSize=8192",
            "-Dsun.net.httpserver.nodelay=true",
            "-Dsun.net.httpserver.idleInterval=90")
        : List.of();
  }

  /** Starts the server on a free port of loopback and returns the port. */
  abstract int start(RegistryData data) throws IOException;

  private static void scrape(RegistryData data, ClassicHttpResponse response) {
    ContentType type = ContentType.parse(Format.TEXT.contentType());
    response.setEntity(new EntityTemplate(-1, type, null, data::writeText));
  }

  private static void health(
      ClassicHttpRequest request, ClassicHttpResponse response, HttpContext context) {
    response.setEntity(new StringEntity(UP, ContentType.APPLICATION_JSON));
  }

  private static int startJdk(RegistryData data) throws IOException {
    var server =
        com.sun.net.httpserver.HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/metrics", exchange -> scrape(data, exchange));
    server.createContext("/health", ServerKind::health);
    server.start();
    return server.getAddress().getPort();
  }

  private static void scrape(RegistryData data, HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", Format.TEXT.contentType());
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      data.writeText(out);
    }
  }

  private static void health(HttpExchange exchange) throws IOException {
    byte[] body = UP.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
