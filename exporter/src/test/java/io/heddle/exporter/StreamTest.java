package io.heddle.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.exporter.report.UnitSample;
import io.heddle.exporter.report.UnitSamples;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class StreamTest {
  private static final String PATH = "/api/units/1/samples";
  private static final UnitSample SAMPLE =
      new UnitSample(0, 1_700_000_000_000L, Double.NaN, -1, -1, -1);
  private static final String SHOWN =
      "{\"timestamp\":\"2023-11-14T22:13:20.000Z\",\"cpu_percent\":null,\"rss_bytes\":null,"
          + "\"io_read_bytes\":null,\"io_write_bytes\":null,\"net_rx_bytes\":null,"
          + "\"net_tx_bytes\":null}";
  private static final String BEGIN = "{\"unit\":\"1\",\"samples\":[";
  private static final Duration STALL = Duration.ofSeconds(10);

  private Served served;
  private final List<Socket> sockets = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    served = new Served(32 << 20);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    served.close();
  }

  private static UnitSamples times(long count) {
    return sink -> {
      for (long i = 0; i < count; i++) {
        sink.take(SAMPLE);
      }
    };
  }

  private static UnitSamples failingAfter(long count) {
    return sink -> {
      times(count).writeTo(sink);
      throw new IOException("the disk is gone");
    };
  }

  private static String json(int samples) {
    return BEGIN + (SHOWN + ",").repeat(samples - 1) + SHOWN + "]}";
  }

  private Socket ask(String head) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    // small, so that the network holds little
    socket.setReceiveBufferSize(64 * 1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), served.server.port()));
    socket.setSoTimeout(30_000);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private Socket get(String... headers) throws IOException {
    return ask(
        "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n");
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException(head.toString());
      }
      head.append((char) c);
    }
    return head.toString();
  }

  @Test
  void shouldSendLongAnswersInChunksAndKeepTheConnection() throws IOException {
    served.content.samples = times(5000);
    Socket socket = get();
    for (int i = 0; i < 2; i++) {
      String head = head(socket.getInputStream());
      assertThat(head)
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("Transfer-Encoding: chunked\r\n", "Connection: keep-alive\r\n")
          .contains("Content-Type: application/json; charset=utf-8\r\n")
          .doesNotContain("Content-Length");
      assertThat(new String(Chunks.read(socket.getInputStream()), StandardCharsets.UTF_8))
          .isEqualTo(json(5000));
      String again = "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(again.getBytes(StandardCharsets.US_ASCII));
    }
    head(socket.getInputStream());
    Chunks.read(socket.getInputStream());
    String last = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(last.getBytes(StandardCharsets.US_ASCII));
    assertThat(Served.readAll(socket.getInputStream()))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("{\"status\":\"up\"}");
    assertThat(served.content.failures).isEmpty();
  }

  @Test
  void shouldSendShortAnswersWhole() throws IOException {
    int most = (32 * 1024 - BEGIN.length() - 2 + 1) / (SHOWN.length() + 1);
    served.content.samples = times(most);
    assertThat(served.get(PATH))
        .contains("Content-Length: " + json(most).length() + "\r\n")
        .doesNotContain("Transfer-Encoding")
        .endsWith("\r\n\r\n" + json(most));
    served.content.samples = times(most + 1);
    assertThat(served.get(PATH))
        .contains("Transfer-Encoding: chunked\r\n")
        .endsWith("\r\n\r\n" + json(most + 1));
  }

  @Test
  void shouldCompressStreams() throws IOException {
    served.content.samples = noise(20_000);
    Socket socket = get("Accept-Encoding: gzip\r\n");
    assertThat(head(socket.getInputStream()))
        .contains("Content-Encoding: gzip\r\n", "Transfer-Encoding: chunked\r\n");
    byte[] zipped = Chunks.read(socket.getInputStream());
    String text = Served.readAll(new GZIPInputStream(new ByteArrayInputStream(zipped)));
    assertThat(text).startsWith(BEGIN).endsWith("}]}").hasSizeGreaterThan(3 * zipped.length);
  }

  /** Does not become small when it is compressed. */
  private static UnitSamples noise(int count) {
    return sink -> {
      long x = 1;
      for (int i = 0; i < count; i++) {
        x = x * 6364136223846793005L + 1442695040888963407L;
        sink.take(new UnitSample(0, 1_700_000_000_000L + i, (x >>> 40) / 7.0, x >>> 30, i, i));
      }
    };
  }

  @Test
  void shouldSendUntilTheEndToOldClients() throws IOException {
    served.content.samples = times(5000);
    Socket socket = ask("GET " + PATH + " HTTP/1.0\r\n\r\n");
    assertThat(head(socket.getInputStream()))
        .contains("Connection: close\r\n")
        .doesNotContain("Transfer-Encoding", "Content-Length");
    assertThat(Served.readAll(socket.getInputStream())).isEqualTo(json(5000));
  }

  @Test
  void shouldSendNoMoreThanTheHeadToHead() throws IOException {
    AtomicLong taken = new AtomicLong();
    served.content.samples =
        sink -> {
          for (int i = 0; i < 1_000_000; i++) {
            sink.take(SAMPLE);
            taken.incrementAndGet();
          }
        };
    String head = "HEAD " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    Socket socket = ask(head + head.replace("Host", "Connection: close\r\nHost"));
    assertThat(Served.readAll(socket.getInputStream()).split("\r\n\r\n", -1))
        .hasSize(3)
        .satisfies(all -> assertThat(all[0]).contains("Transfer-Encoding: chunked"))
        .satisfies(all -> assertThat(all[1]).startsWith("HTTP/1.1 200 OK"))
        .satisfies(all -> assertThat(all[2]).isEmpty());
    assertThat(taken.get()).isLessThan(1000);
    Socket old = ask("HEAD " + PATH + " HTTP/1.0\r\n\r\n");
    assertThat(Served.readAll(old.getInputStream()))
        .startsWith("HTTP/1.1 200 OK")
        .doesNotContain("Transfer-Encoding")
        .endsWith("\r\n\r\n");
    assertThat(served.content.failures).isEmpty();
  }

  @Test
  void shouldTellAFailureAtTheStart() throws IOException {
    for (String encoding : List.of("identity", "gzip")) {
      served.content.samples = failingAfter(100);
      assertThat(served.get(PATH, "Accept-Encoding: " + encoding))
          .startsWith("HTTP/1.1 500 ")
          .endsWith("\r\n\r\n{\"error\":\"the answer could not be made\"}");
    }
    assertThat(served.content.failures).hasSize(2);
    served.content.samples = times(1);
    assertThat(served.get(PATH)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void shouldCutWhatFailsInTheMiddle() throws Exception {
    served.content.samples = failingAfter(5000);
    Socket socket = get();
    assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 200 OK\r\n");
    assertThatThrownBy(() -> Chunks.read(socket.getInputStream())).isInstanceOf(EOFException.class);
    assertThat(served.content.failures).hasSize(1).first().hasToString(thrown().toString());
    served.content.samples =
        sink -> {
          noise(20_000).writeTo(sink);
          throw thrown();
        };
    Socket zipped = get("Accept-Encoding: gzip\r\n");
    head(zipped.getInputStream());
    assertThatThrownBy(() -> Chunks.read(zipped.getInputStream())).isInstanceOf(EOFException.class);
    Socket old = ask("GET " + PATH + " HTTP/1.0\r\n\r\n");
    assertThatThrownBy(() -> old.getInputStream().readAllBytes())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
    assertThat(served.content.failures).hasSize(3);
    Await.until(() -> served.cuts().get("failed"), count -> count == 3);
  }

  private static IOException thrown() {
    return new IOException("the disk is gone");
  }

  @Test
  void shouldCloseClientsThatStopReadingAndServeOthersMeanwhile() throws Exception {
    served.content.samples = times(Long.MAX_VALUE);
    long begin = System.nanoTime();
    List<Socket> stalled = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      stalled.add(get());
    }
    for (Socket socket : stalled) {
      head(socket.getInputStream());
    }
    for (int i = 0; i < 5; i++) {
      assertThat(served.get("/metrics")).startsWith("HTTP/1.1 200 ");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(STALL);
    Thread.sleep(1000);
    List<Thread> workers;
    synchronized (served.threads) {
      workers = served.threads.subList(1, 13).stream().filter(Thread::isAlive).toList();
      assertThat(workers).hasSize(12);
    }
    for (Thread worker : workers) {
      worker.join(Math.max(1, 20_000 - (System.nanoTime() - begin) / 1_000_000));
    }
    assertThat(workers).noneMatch(Thread::isAlive);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(STALL);
    assertThat(served.cuts()).containsEntry("deadline", 12L).containsEntry("evicted", 0L);
    assertThat(served.content.failures).isEmpty();
  }

  @Test
  void shouldKeepStreamsBesideLargeAnswersThatNobodyTakes() throws Exception {
    served.fill(2000);
    served.content.samples = times(200_000);
    Socket stream = get("Connection: close\r\n");
    head(stream.getInputStream());
    String metrics = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    List<Socket> large = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      large.add(ask(metrics.repeat(8)));
      head(large.get(i).getInputStream());
      // on a slow machine this takes longer than a client may stand still
      for (int read = 0; read < 2 << 20; ) {
        read += Chunks.one(stream.getInputStream(), taken);
      }
    }
    taken.writeBytes(Chunks.read(stream.getInputStream()));
    assertThat(taken.size()).isEqualTo(json(200_000).length());
    // of the others the oldest gave way
    assertThat(whole(large.get(0).getInputStream())).isFalse();
  }

  private static boolean whole(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).split("HTTP/1.1 200").length > 7;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void shouldNotMindClientsThatLeaveAndTheServerClosing() throws Exception {
    served.content.samples = times(Long.MAX_VALUE);
    Socket left = get();
    head(left.getInputStream());
    left.close();
    head(get().getInputStream());
    Await.until(() -> served.cuts().get("client_gone"), count -> count == 1);
    served.close();
    assertThat(served.cuts().values()).containsExactlyInAnyOrder(1L, 0L, 0L, 0L, 0L, 0L);
    synchronized (served.threads) {
      assertThat(served.threads).noneMatch(Thread::isAlive);
    }
    assertThat(served.content.failures).isEmpty();
  }

  /** Blocks whoever makes a response until it is counted down, and keeps their turns. */
  private UnitSamples blocking(CountDownLatch blocked, CountDownLatch release) {
    return sink -> {
      blocked.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    };
  }

  @Test
  void shouldCutAndCountWhatFindsNoTurn() throws Exception {
    served.content.samples = times(Long.MAX_VALUE);
    Socket begun = get();
    head(begun.getInputStream());
    Thread.sleep(500); // it waits for its client by now
    CountDownLatch blocked = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    served.content.samples = blocking(blocked, release);
    get();
    get();
    assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> Chunks.read(begun.getInputStream())).isInstanceOf(EOFException.class);
    assertThat(served.cuts()).containsEntry("no_turn", 1L);
    release.countDown();
    assertThat(served.content.failures).isEmpty();
  }

  @Test
  void shouldCountConnectionsThatFindNoRoom() throws Exception {
    CountDownLatch blocked = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    served.content.samples = blocking(blocked, release);
    for (int i = 0; i < 64; i++) {
      get();
    }
    // all have begun: none of them waits for its client
    Await.until(served.server::responseBytes, bytes -> bytes == 64 * 160 * 1024);
    Socket refused = get();
    assertThat(refused.getInputStream().read()).isEqualTo(-1);
    assertThat(served.cuts()).containsEntry("no_room", 1L).containsEntry("evicted", 0L);
    release.countDown();
    assertThat(served.content.failures).isEmpty();
  }

  @Test
  void shouldHoldLittleOfTwoMillionSamples() throws Exception {
    long count = 2_000_000;
    AtomicLong received = new AtomicLong();
    AtomicLong ahead = new AtomicLong();
    served.content.samples =
        sink -> {
          for (long i = 1; i <= count; i++) {
            sink.take(SAMPLE);
            ahead.accumulateAndGet(i * (SHOWN.length() + 1) - received.get(), Math::max);
          }
        };
    Socket socket = get("Connection: close\r\n");
    InputStream in = socket.getInputStream();
    head(in);
    byte[] buffer = new byte[64 * 1024];
    int tail = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (received.get() == 0) {
        // the server goes on as far as it can
        Thread.sleep(1500);
      }
      received.addAndGet(n);
      tail = buffer[n - 1];
    }
    assertThat(tail).isEqualTo('\n');
    long body = BEGIN.length() + count * (SHOWN.length() + 1) - 1 + 2;
    assertThat(received.get()).isBetween(body, body + body / 1000);
    // most of it is the system's own buffer for the socket, up to 4 MB
    assertThat(ahead.get()).isLessThan(6 << 20);
  }
}
