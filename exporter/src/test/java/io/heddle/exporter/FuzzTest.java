package io.heddle.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that are wrong in every way, over real sockets; the same ones in every run. */
class FuzzTest {
  private static final int REQUESTS = Boolean.getBoolean("heddle.long") ? 60_000 : 2_000;
  private static final Set<Integer> STATUSES = Set.of(200, 302, 400, 403, 404, 405, 431, 503, 505);
  private static final List<String> SEEDS =
      List.of(
          "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /metrics?name[]=heddle_tool_started_total HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /api/metrics/json HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n",
          "HEAD /metrics HTTP/1.1\r\nHost: 127.0.0.1:9464\r\nAccept: text/plain;q=0.5\r\n\r\n",
          "GET /health HTTP/1.0\r\n\r\n",
          "GET http://localhost/api/units HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /api/units/1/samples?limit=3&since=0 HTTP/1.1\r\nHost: [::1]\r\n\r\n",
          "GET /api/boxes/a%2Fb%20c/metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello",
          "PUT /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
  private static final List<String> WORDS =
      List.of(
          "\r\n",
          "\n",
          "\r",
          "\0",
          " ",
          "\t",
          ":",
          "//",
          "%",
          "%zz",
          "%00",
          "?",
          "&",
          "#",
          "..",
          "HTTP/1.1",
          "HTTP/-1.1",
          "HTTP/2.0",
          "Host: localhost",
          "Content-Length: -1",
          "chunked",
          "http://h:99999/",
          "Transfer-Encoding: chunked, identity",
          "Connection: close",
          "\u00ff",
          "X: " + "y".repeat(9000),
          "Expect: 100-continue",
          "Upgrade: h2c",
          "*",
          "name[]=",
          "{id}");

  private final Served served = new Served();
  private final Random random = new Random(20_26);

  FuzzTest() throws IOException {}

  @AfterEach
  void stop() {
    served.close();
  }

  private byte[] mutated() {
    byte[] request = bytes(SEEDS.get(random.nextInt(SEEDS.size())));
    for (int times = 1 + random.nextInt(4); times > 0; times--) {
      request = mutated(request);
    }
    return request;
  }

  private byte[] mutated(byte[] request) {
    int at = random.nextInt(request.length + 1);
    int end = Math.min(request.length, at + random.nextInt(12));
    return switch (random.nextInt(6)) {
      case 0 -> replaced(request, at, end, new byte[0]);
      case 1 -> replaced(request, at, at, bytes(WORDS.get(random.nextInt(WORDS.size()))));
      case 2 -> replaced(request, at, end, bytes(WORDS.get(random.nextInt(WORDS.size()))));
      case 3 -> replaced(request, at, end, noise(end - at));
      case 4 -> replaced(request, at, at, Arrays.copyOfRange(request, at, end));
      default -> Arrays.copyOf(request, at); // cut
    };
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] replaced(byte[] request, int from, int to, byte[] by) {
    byte[] made = Arrays.copyOf(request, request.length - (to - from) + by.length);
    System.arraycopy(by, 0, made, from, by.length);
    System.arraycopy(request, to, made, from + by.length, request.length - to);
    return made;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void shouldAnswerEveryRequestAndStayAsItWas() throws Exception {
    served.fill(20);
    int answers = 0;
    for (int i = 0; i < REQUESTS; i++) {
      byte[] request = mutated();
      answers += check(request, send(request));
      if (i % 100 == 0) {
        assertHealthyAtOnce();
      }
    }
    assertHealthyAtOnce();
    assertThat(answers).isGreaterThan(REQUESTS);
    assertThat(served.content.failures).isEmpty();
    assertThat(served.responses()).containsEntry("500", 0L);
    assertThat(served.responses().get("400")).isGreaterThan(REQUESTS / 10);
    assertThat(served.cuts()).allSatisfy((reason, count) -> assertThat(count).isZero());
    assertNothingIsLeft();
  }

  private void assertHealthyAtOnce() throws IOException {
    long begin = System.nanoTime();
    assertThat(Served.status(served.get("/health"))).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
  }

  private void assertNothingIsLeft() throws InterruptedException {
    List<Thread> workers;
    synchronized (served.threads) {
      workers = List.copyOf(served.threads.subList(1, served.threads.size()));
    }
    for (Thread worker : workers) {
      worker.join(5000);
      assertThat(worker.isAlive()).isFalse();
    }
    assertThat(served.server.responseBytes()).isZero();
  }

  private byte[] send(byte[] request) throws IOException {
    try (Socket socket = served.connect()) {
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      return socket.getInputStream().readAllBytes();
    }
  }

  /** How many well-formed answers there are; fails if there is anything else, or none. */
  private static int check(byte[] request, byte[] answers) throws IOException {
    String sent = new String(request, StandardCharsets.ISO_8859_1);
    if (sent.chars().allMatch(c -> c == '\r' || c == '\n')) {
      return 0;
    }
    String all = new String(answers, StandardCharsets.ISO_8859_1);
    int count = 0;
    int at = 0;
    while (at < all.length()) {
      int body = all.indexOf("\r\n\r\n", at) + 4;
      String head = all.substring(at, Math.max(at, body)).toLowerCase(Locale.ROOT);
      assertThat(head).as(sent).startsWith("http/1.1 ");
      assertThat(Served.status(head)).as(sent).isIn(STATUSES);
      at = body + bodyLength(head, answers, body, sent);
      count++;
    }
    assertThat(count).as(sent).isPositive();
    return count;
  }

  private static int bodyLength(String head, byte[] answers, int body, String sent)
      throws IOException {
    boolean bodiless = sent.contains("HEAD") && !head.contains("400 bad");
    int next =
        new String(answers, body, answers.length - body, StandardCharsets.ISO_8859_1)
                .startsWith("HTTP/1.1 ")
            ? 0
            : -1;
    if (bodiless && (next == 0 || body == answers.length)) {
      return 0;
    }
    int length = head.indexOf("content-length: ");
    if (length >= 0) {
      return Integer.parseInt(head.substring(length + 16, head.indexOf("\r\n", length)));
    }
    if (head.contains("transfer-encoding: chunked")) {
      ByteArrayInputStream in = new ByteArrayInputStream(answers, body, answers.length - body);
      Chunks.read(in);
      return answers.length - body - in.available();
    }
    assertThat(head).as(sent).contains("connection: close");
    return answers.length - body;
  }
}
