package io.heddle.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What responses really hold on the heap, against what they say before. */
@Tag("slow")
@Isolated
class HeldMemoryTest {
  private static final int CLIENTS = 8;
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private final List<Socket> sockets = new ArrayList<>();
  private Served served;

  HeldMemoryTest() throws IOException {
    served = new Served(1L << 30);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    served.close();
  }

  private Socket ask(String request) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    // small, so that the network holds little
    socket.setReceiveBufferSize(16 * 1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), served.server.port()));
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static long usedHeap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  /** Of six families of 2,000 label sets each client has read some megabytes and then stops. */
  @ParameterizedTest
  @CsvSource({
    "/metrics, text/plain, 6",
    "/metrics, application/openmetrics-text, 6",
    "/metrics, " + PROTOBUF + ", 1",
    "/api/metrics/json, */*, 6"
  })
  void shouldHoldNoMoreThanItSays(String path, String accept, int megabytes) throws Exception {
    for (int family = 0; family < 6; family++) {
      served.fill("family" + family, 2000);
    }
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept;
    warmUp(request);
    long before = usedHeap();
    for (int i = 0; i < CLIENTS; i++) {
      InputStream in = ask(request + "\r\n\r\n").getInputStream();
      // each stops somewhere else: within histograms, or counters, of one family or another
      int read = megabytes * (1 << 20) * (i + 1) / CLIENTS;
      assertThat(in.readNBytes(read)).hasSize(read);
    }
    awaitStall();
    long said = served.server.responseBytes();
    long held = usedHeap() - before;
    assertThat(said / CLIENTS).isBetween(200L << 10, 4L << 20);
    // what is said is for the worst moment; each of these has stopped at another one
    assertThat(held).isBetween(said / 8, said);
    assertThat(served.content.failures).isEmpty();
  }

  /** Everything is loaded, and each thread's caches are as they will be. */
  private void warmUp(String request) throws IOException {
    for (int i = 0; i < 3; i++) {
      assertThat(ask(request + "\r\nConnection: close\r\n\r\n").getInputStream().readAllBytes())
          .hasSizeGreaterThan(1 << 20);
    }
  }

  private void awaitStall() throws InterruptedException {
    long last = -1;
    long now = served.content.taken.get();
    while (last != now) {
      Thread.sleep(300);
      last = now;
      now = served.content.taken.get();
    }
  }

  @Test
  void shouldHoldNothingAfterwards() throws Exception {
    served.fill("family", 2000);
    ask("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").getInputStream().readNBytes(100_000);
    assertThat(served.server.responseBytes()).isPositive();
    for (Socket socket : sockets) {
      socket.close();
    }
    served.get("/metrics");
    Await.until(served.server::responseBytes, bytes -> bytes == 0);
    assertThat(served.cuts()).containsEntry("client_gone", 1L);
  }
}
