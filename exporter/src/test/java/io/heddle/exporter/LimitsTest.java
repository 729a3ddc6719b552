package io.heddle.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.exporter.http.ServerContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class LimitsTest {
  private Served served;
  private final List<Socket> sockets = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    served = new Served();
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    served.close();
  }

  private Socket send(String text) throws IOException {
    Socket socket = served.connect();
    sockets.add(socket);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private void assertScrapeWithin(Duration limit) throws IOException {
    long begin = System.nanoTime();
    assertThat(Served.status(served.get("/metrics"))).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(limit);
  }

  @Test
  void shouldScrapeBesideHalfRequestsAndClientsThatDoNotRead() throws IOException {
    served.fill(2000);
    for (int i = 0; i < 10; i++) {
      send("GET /metrics HTTP/1.1\r\nHo");
      send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(4));
    }
    for (int i = 0; i < 5; i++) {
      assertScrapeWithin(Duration.ofSeconds(5));
    }
    assertThat(served.content.failures).isEmpty();
  }

  @Test
  void shouldScrapeBesideAThousandConnections() throws IOException {
    for (int i = 0; i < 1000; i++) {
      send("");
    }
    assertScrapeWithin(Duration.ofSeconds(5));
    synchronized (served.threads) {
      assertThat(served.threads.stream().filter(Thread::isAlive).count()).isLessThanOrEqualTo(66);
    }
    assertThat(served.content.failures).isEmpty();
  }

  @Test
  void shouldNotLetOneByteASecondExtendTheDeadline() throws IOException {
    Socket slow = send("G");
    slow.setSoTimeout(500);
    long begin = System.nanoTime();
    assertThatThrownBy(
            () -> {
              while (true) {
                slow.getOutputStream().write('E');
                try {
                  if (slow.getInputStream().read() < 0) {
                    throw new SocketException("closed");
                  }
                } catch (java.net.SocketTimeoutException e) {
                  // still open
                }
              }
            })
        .isInstanceOf(SocketException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
  }

  /** Real time: nothing tells that nothing happens. */
  @Test
  void shouldKeepAnIdleConnectionBeyondAScrapeInterval() throws Exception {
    String request = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    Socket idle = send(request);
    assertThat(readHealth(idle)).contains("Connection: keep-alive\r\n");
    Thread.sleep(16_000);
    idle.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    assertThat(readHealth(idle)).startsWith("HTTP/1.1 200 OK\r\n");
    // the usual interval is a minute
    assertThat(ServerContext.Timeouts.DEFAULT.idle())
        .isGreaterThan(Duration.ofSeconds(60).toNanos());
    assertThat(served.cuts()).doesNotContainValue(1L);
  }

  private static String readHealth(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("}") < 0) {
      int c = socket.getInputStream().read();
      assertThat(c).as(answer.toString()).isNotNegative();
      answer.append((char) c);
    }
    return answer.toString();
  }

  @Test
  void shouldAnswerPipelinedRequestsInOrder() throws IOException {
    String one = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String last = "GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assertThat(served.raw(one + one + last).split("HTTP/1.1 ", -1))
        .hasSize(4)
        .satisfies(all -> assertThat(all[3]).startsWith("404"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:9464",
        "127.0.0.1@evil.example",
        "",
        "[::1]evil",
        "127.0.0.2",
        "localhost:80x"
      })
  void shouldRefuseForeignHosts(String host) throws IOException {
    assertThat(served.get("/metrics", "Host: " + host))
        .startsWith("HTTP/1.1 403 ")
        .endsWith("{\"error\":\"this Host is not served here\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LocalHost:9464", "localhost.", "127.0.0.1:1", "[::1]:9464", "[::1]"})
  void shouldServeOwnHosts(String host) throws IOException {
    assertThat(Served.status(served.get("/health", "Host: " + host))).isEqualTo(200);
  }

  @Test
  void shouldRequireOneHost() throws IOException {
    assertThat(Served.status(served.raw("GET /health HTTP/1.1\r\n\r\n"))).isEqualTo(400);
    assertThat(Served.status(served.get("/health", "Host: localhost", "Host: localhost")))
        .isEqualTo(400);
    assertThat(Served.status(served.raw("GET /health HTTP/1.0\r\n\r\n"))).isEqualTo(200);
  }

  private static String[] headers(int count) {
    String[] headers = new String[count];
    java.util.Arrays.fill(headers, "X: y");
    return headers;
  }

  @Test
  void shouldRefuseLargeHeads() throws IOException {
    assertThat(served.get("/health", "X: " + "x".repeat(9000))).startsWith("HTTP/1.1 431 ");
    assertThat(served.get("/" + "x".repeat(9000))).startsWith("HTTP/1.1 431 ");
    assertThat(served.get("/health", headers(63))).startsWith("HTTP/1.1 431 ");
    assertThat(served.get("/health", headers(62))).startsWith("HTTP/1.1 200 ");
    String[] long4k = {"X: " + "x".repeat(4000), "Y: " + "y".repeat(4200)};
    assertThat(served.get("/health", long4k)).startsWith("HTTP/1.1 431 ");
    assertThat(served.get("/health", "X: " + "x".repeat(7000))).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001\u0002\r\n\r\n",
        "GET\r\n\r\n",
        "GET /health\r\n\r\n",
        "GET /health HTTP/x\r\nHost: localhost\r\n\r\n",
        "GET /health HTTP/2.0\r\nHost: localhost\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: localhost\r\nbroken\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc",
        "GET /health HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET http://localhost/health HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n"
      })
  void shouldRefuseJunkAndClose(String junk) throws IOException {
    String answer = served.raw(junk);
    assertThat(Served.status(answer)).as(answer).isBetween(400, 505);
    assertThat(answer).contains("Connection: close").contains("{\"error\":\"");
    assertThat(served.content.failures).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET //h:99999/ HTTP/1.1, 400",
    "GET // HTTP/1.1, 400",
    "GET //localhost/metrics HTTP/1.1, 400",
    "GET http://localhost:99999/metrics HTTP/1.1, 400",
    "GET http://localhost:x/metrics HTTP/1.1, 400",
    "GET http:///metrics HTTP/1.1, 400",
    "GET http://u@localhost/metrics HTTP/1.1, 400",
    "GET http://evil.example/metrics HTTP/1.1, 403",
    "GET http://localhost/health HTTP/1.1, 200",
    "GET HTTP://LOCALHOST:80/health?a=b HTTP/1.1, 200",
    "GET http://localhost HTTP/1.1, 302",
    "GET /health HTTP/-1.1, 400",
    "GET /health HTTP/1.-1, 400",
    "GET /health HTTP/+1.1, 400",
    "GET /health HTTP/1.+1, 400",
    "GET /health HTTP/001, 400",
    "GET /health HTTP/1, 400",
    "GET /health HTTP/1.007, 400",
    "GET /health HTTP/0.9, 400",
    "GET /health HTTP/-0.9, 400",
    "GET /health http/1.1, 400",
    "GET http://localhost?a=b HTTP/1.1, 302",
    "GET /health HTTP/1.1.1, 400",
    "GET /health HTTP/99999999999.1, 400",
    "GET /health FTP/1.1, 400",
    "GET /health HTTP/2.0, 505",
    "GET /health HTTP/1.0, 200",
    "G@T /health HTTP/1.1, 400",
    "G\\0T /health HTTP/1.1, 400",
    "GET\\r/health HTTP/1.1, 400",
    "GET /health\\r HTTP/1.1, 400",
    "GET /hea\\0lth HTTP/1.1, 400",
    "GET /health HTTP/1.1~X Y: z, 400",
    "GET /health HTTP/1.1~X : z, 400",
    "GET /health HTTP/1.1^ X: z, 400",
    "GET /health HTTP/1.1~ X: z, 403",
    "GET /health HTTP/1.1~: z, 400",
    "GET /health HTTP/1.1~X\\0Y: z, 400",
    "GET /health HTTP/1.1~X: a\\0b, 400",
    "GET /health HTTP/1.1~X: a\\rb, 400",
    "GET /health HTTP/1.1~X: \\ta b, 200",
    "GET /health HTTP/1.1~X\\r: z, 400",
    "BREW /metrics HTTP/1.1, 405",
    "BREW /nothing HTTP/1.1, 404"
  })
  void shouldAnswerWhateverIsSent(String head, int status) throws IOException {
    String text = head.replace("\\0", "\0").replace("\\r", "\r").replace("\\t", "\t");
    // a line that begins with a blank belongs to the one before, if there is one
    String request = text.replace("~", "\r\nHost: localhost\r\n").replace("^", "\r\n");
    request += text.contains("~") ? "\r\n\r\n" : "\r\nHost: localhost\r\n\r\n";
    // another one: a connection may go on, and then ends with this
    String answer = served.raw(request + "GET / HTTP/9.0\r\n\r\n");
    assertThat(Served.status(answer)).as(answer).isEqualTo(status);
    assertThat(served.content.failures).isEmpty();
    Map<String, Long> counted = served.responses();
    assertThat(counted.get(Integer.toString(status))).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3\r\n\r\nabc",
        "Content-Length: 4\r\n\r\na\0\r\n",
        "Content-Length: 999999\r\nExpect: 100-continue\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\nGET /health HTTP/1.1"
      })
  void shouldRefuseTheMethodOfARequestWithABodyAndCloseAfterIt(String rest) throws IOException {
    assertThat(served.raw("POST /metrics HTTP/1.1\r\nHost: localhost\r\n" + rest))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD\r\n", "Connection: close\r\n")
        .containsOnlyOnce("HTTP/1.1 ");
    assertThat(served.raw("POST /nothing HTTP/1.1\r\nHost: localhost\r\n" + rest))
        .startsWith("HTTP/1.1 404 ");
  }

  @Test
  void shouldRefuseAHeadThatIsCut() throws IOException {
    Socket socket = send("GET /health HTTP/1.1\r\nHost: localhost\r\nX: y");
    socket.shutdownOutput();
    assertThat(Served.readAll(socket.getInputStream())).startsWith("HTTP/1.1 400 ");
    Socket whole = send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    whole.shutdownOutput();
    assertThat(Served.readAll(whole.getInputStream())).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void shouldCountHalfRequestsThatTookTooLong() throws IOException {
    Socket half = send("GET /hea");
    Socket silent = send("");
    assertThat(half.getInputStream().read()).isEqualTo(-1);
    assertThat(silent.getInputStream().read()).isEqualTo(-1);
    // nothing was cut for the one that had asked for nothing
    assertThat(served.cuts()).containsEntry("deadline", 1L);
  }

  @Test
  void shouldCountEvictions() throws IOException {
    for (int i = 0; i < 200; i++) {
      send("");
    }
    assertScrapeWithin(Duration.ofSeconds(5));
    assertThat(served.cuts().get("evicted")).isBetween(137L, 201L);
  }

  @Test
  void shouldNotMindClientsThatLeave() throws Exception {
    send("").close();
    send("GET /hea").close();
    send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").shutdownOutput();
    assertScrapeWithin(Duration.ofSeconds(5));
    List<Thread> workers;
    synchronized (served.threads) {
      workers = List.copyOf(served.threads.subList(1, served.threads.size()));
    }
    for (Thread worker : workers) {
      worker.join(3000);
    }
    assertThat(workers).noneMatch(Thread::isAlive);
    assertThat(served.content.failures).isEmpty();
  }

  @Test
  void shouldTakeTheNextPort() throws IOException {
    ListenAddress taken = new ListenAddress("127.0.0.1", served.server.port());
    try (Served other = new Served(taken, Served.MEMORY)) {
      assertThat(other.server.port()).isBetween(taken.port() + 1, taken.port() + 15);
      assertThat(other.server.address()).isEqualTo("http://127.0.0.1:" + other.server.port());
    }
  }

  @Test
  void shouldGiveUpAtTheLastPort() throws IOException {
    List<ServerSocket> taken = new ArrayList<>();
    try {
      for (int port = 65_534; port <= 65_535; port++) {
        ServerSocket socket = new ServerSocket();
        taken.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      }
      assertThatThrownBy(() -> new Served(new ListenAddress("127.0.0.1", 65_534), 1).close())
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot listen on 127.0.0.1, ports 65534 to 65535: ");
    } finally {
      for (ServerSocket socket : taken) {
        socket.close();
      }
    }
    assertThatThrownBy(() -> new Served(new ListenAddress("no.such.host.invalid", 0), 1).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no.such.host.invalid");
  }

  @Test
  void shouldLeaveNoThreadAndNoSocket() throws Exception {
    served.fill(2000);
    send("GET /metr");
    send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(4));
    Socket idle = send("");
    assertScrapeWithin(Duration.ofSeconds(5));
    long begin = System.nanoTime();
    served.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    synchronized (served.threads) {
      assertThat(served.threads).hasSizeGreaterThan(4).noneMatch(Thread::isAlive);
      assertThat(served.threads).allMatch(Thread::isDaemon);
    }
    assertThat(idle.getInputStream().read()).isEqualTo(-1);
    assertThatThrownBy(served::connect).isInstanceOf(IOException.class);
    assertThat(served.content.failures).isEmpty();
  }
}
