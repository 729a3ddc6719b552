package io.heddle.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients of a long response that take it slowly, or not at all. */
@Tag("slow")
class SlowClientsTest {
  private static final String REQUEST =
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  private static final int MEGABYTE = 1 << 20;

  private final List<Socket> sockets = new ArrayList<>();
  private Served served;

  SlowClientsTest() throws IOException {
    served = new Served();
    for (int family = 0; family < 6; family++) {
      served.fill("family" + family, 2000);
    }
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    served.close();
  }

  private Socket ask(String request) throws IOException {
    Socket socket = served.connect();
    synchronized (sockets) {
      sockets.add(socket);
    }
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Reads to the end, no faster than so many bytes a second, in tenths of a second. */
  private static byte[] throttled(Socket socket, int bytesPerSecond) throws Exception {
    InputStream in = socket.getInputStream();
    List<byte[]> parts = new ArrayList<>();
    int step = bytesPerSecond / 10;
    long begin = System.nanoTime();
    byte[] part = in.readNBytes(step);
    while (part.length > 0) {
      parts.add(part);
      long due = begin + parts.size() * 100_000_000L;
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      part = in.readNBytes(step);
    }
    byte[] all = new byte[parts.stream().mapToInt(one -> one.length).sum()];
    int at = 0;
    for (byte[] one : parts) {
      System.arraycopy(one, 0, all, at, one.length);
      at += one.length;
    }
    return all;
  }

  private CompletableFuture<byte[]> slowly(int bytesPerSecond) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return throttled(ask(REQUEST), bytesPerSecond);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void assertWhole(byte[] answer) throws IOException {
    assertWhole(Served.whole(new String(answer, StandardCharsets.UTF_8)));
  }

  private static void assertWhole(String text) {
    assertThat(text).startsWith("HTTP/1.1 200 ");
    assertThat(text.lines().filter(line -> line.startsWith("heddle_family5_started_total{")))
        .hasSize(2000);
  }

  @Test
  void shouldGiveThreeHonestClientsAllOfIt() throws Exception {
    served.get("/metrics"); // compiles
    List<CompletableFuture<byte[]>> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(slowly(10 * MEGABYTE));
    }
    for (CompletableFuture<byte[]> client : clients) {
      byte[] answer = client.get(60, TimeUnit.SECONDS);
      assertThat(answer.length).isGreaterThan(22 * MEGABYTE);
      assertWhole(answer);
    }
    assertThat(served.responses()).containsEntry("200", 4L).containsEntry("503", 0L);
    assertThat(served.cuts()).allSatisfy((reason, count) -> assertThat(count).isZero());
    assertThat(served.content.failures).isEmpty();
  }

  /** Those who take nothing fill the memory; whoever comes then has it within a second or two. */
  @Test
  void shouldLetClientsThatTakeNothingGiveWay() throws Exception {
    served.get("/metrics");
    for (int i = 0; i < 40; i++) {
      ask(REQUEST);
    }
    CompletableFuture<byte[]> honest = slowly(10 * MEGABYTE);
    TimeUnit.SECONDS.sleep(1);
    long begin = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      String answer = served.get("/metrics");
      if (Served.status(answer) == 503) { // nobody had been stalled long enough yet
        assertThat(answer).contains("Retry-After: 1\r\n");
        TimeUnit.SECONDS.sleep(1);
        answer = served.get("/metrics");
      }
      assertWhole(answer);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThat(served.server.responseBytes()).isLessThanOrEqualTo(Served.MEMORY);
    assertThat(served.cuts().get("evicted")).isPositive();
    byte[] answer = honest.get(60, TimeUnit.SECONDS);
    if (Served.status(new String(answer, 0, 20, StandardCharsets.US_ASCII)) == 200) {
      assertWhole(answer); // who is let in is not thrown out
    }
    assertThat(served.content.failures).isEmpty();
  }

  @Test
  void shouldRefuseWhoeverFindsNoRoomAndSayWhenToComeAgain() throws Exception {
    served.get("/metrics");
    // they take a little all the time: nobody gives way
    List<CompletableFuture<byte[]>> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clients.add(slowly(2 * MEGABYTE));
    }
    int refused = 0;
    for (CompletableFuture<byte[]> client : clients) {
      byte[] answer = client.get(120, TimeUnit.SECONDS);
      String head = new String(answer, 0, Math.min(answer.length, 500), StandardCharsets.US_ASCII);
      if (Served.status(head) == 503) {
        refused++;
        assertThat(head)
            .contains("Retry-After: 1\r\n")
            .endsWith("{\"error\":\"too many requests at the same time\"}");
      } else {
        assertWhole(answer);
      }
    }
    assertThat(refused).isBetween(1, 17);
    assertThat(served.responses()).containsEntry("503", (long) refused);
    assertThat(served.cuts()).allSatisfy((reason, count) -> assertThat(count).isZero());
    // what is short needs no memory
    assertThat(Served.status(served.get("/health"))).isEqualTo(200);
  }
}
