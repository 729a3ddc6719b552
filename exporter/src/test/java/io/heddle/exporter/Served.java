package io.heddle.exporter;

import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.snapshot.BucketLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A running server, and raw sockets to it. */
final class Served implements AutoCloseable {
  static final long MEMORY = 8 << 20;

  final FixedContent content = new FixedContent();
  final MetricsServer server;
  final List<Thread> threads = new ArrayList<>();

  Served() throws IOException {
    this(MEMORY);
  }

  Served(long memoryBytes) throws IOException {
    this(new ListenAddress("127.0.0.1", 0), memoryBytes);
  }

  Served(ListenAddress endpoint, long memoryBytes) throws IOException {
    server =
        MetricsServer.start(
            endpoint,
            content,
            memoryBytes,
            task -> {
              Thread thread = new Thread(task, "heddle-test");
              synchronized (threads) {
                threads.add(thread);
              }
              return thread;
            });
  }

  /** Makes /metrics answer with megabytes. */
  void fill(int series) {
    fill("tool", series);
  }

  void fill(String family, int series) {
    BucketLayout grid =
        new BucketLayout(new double[] {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10});
    FamilySpec spec = new FamilySpec(family, "Tools", List.of("tool"), grid, false);
    String tail = "x".repeat(120);
    for (int i = 0; i < series; i++) {
      var cells = content.registry.family(spec).series(List.of(i + tail)).shared();
      for (int run = 0; run < 5; run++) {
        cells.start();
        cells.succeed((10_000L * i) << run);
      }
    }
  }

  /** Responses by status. */
  Map<String, Long> responses() {
    return Objects.requireNonNull(server.counters()).responses();
  }

  /** Connections that were cut, by reason. */
  Map<String, Long> cuts() {
    return Objects.requireNonNull(server.counters()).cuts();
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(15_000);
    return socket;
  }

  /** Sends these bytes and reads until the server closes. */
  String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return readAll(socket.getInputStream());
    }
  }

  static String readAll(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  String get(String path, String... headers) throws IOException {
    return request("GET", path, headers);
  }

  String request(String method, String path, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    boolean host = false;
    for (String header : headers) {
      head.append(header).append("\r\n");
      host |= header.toLowerCase(Locale.ROOT).startsWith("host");
    }
    head.append(host ? "" : "Host: localhost\r\n").append("Connection: close\r\n\r\n");
    return whole(raw(head.toString()));
  }

  /** An answer with its chunks put together; one that is cut is an exception. */
  static String whole(String answer) throws IOException {
    int body = answer.indexOf("\r\n\r\n") + 4;
    if (body < 4 || !answer.substring(0, body).contains("Transfer-Encoding: chunked")) {
      return answer;
    }
    byte[] chunks = answer.substring(body).getBytes(StandardCharsets.UTF_8);
    byte[] text = Chunks.read(new ByteArrayInputStream(chunks));
    return answer.substring(0, body) + new String(text, StandardCharsets.UTF_8);
  }

  static int status(String answer) {
    return answer.length() < 12 ? 0 : Integer.parseInt(answer.substring(9, 12));
  }

  static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @Override
  public void close() {
    server.close();
  }
}
