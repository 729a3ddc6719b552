package io.heddle.exporter.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.exporter.Await;
import io.heddle.exporter.http.HostHeaderPolicy;
import io.heddle.exporter.http.HttpCounters;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.http.ResponseMemory;
import io.heddle.exporter.http.Router;
import io.heddle.exporter.http.ServerContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections whose clients get less time than usual. */
@Tag("slow")
class TimeoutsTest {
  private static final Duration REQUEST = Duration.ofMillis(400);
  private static final Duration IDLE = Duration.ofSeconds(4);
  private static final String HELLO = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final HttpCounters counters = new HttpCounters();
  private final Connections connections = new Connections(Thread::new);
  private final ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final Thread acceptor = new Thread(this::accept);
  private volatile Duration request = REQUEST;

  TimeoutsTest() throws IOException {}

  @AfterEach
  void stop() throws Exception {
    listener.close();
    connections.close(System.nanoTime() + 5_000_000_000L);
    acceptor.join(5000);
    assertThat(failures).isEmpty();
  }

  private void accept() {
    Router routes =
        new Router(
            Map.of(
                "/hello",
                request -> Response.of(200, "text/plain", new Response.FixedBody("hello"))));
    long nanos = request.toNanos();
    ServerContext.Timeouts timeouts =
        new ServerContext.Timeouts(nanos, nanos, nanos, IDLE.toNanos());
    ServerContext context =
        new ServerContext(
            routes,
            new HostHeaderPolicy("localhost", listener.getInetAddress()),
            new ResponseMemory(1 << 20),
            new Semaphore(2, true),
            timeouts,
            counters,
            failures::add);
    while (!listener.isClosed()) {
      try {
        listener.setSoTimeout(20);
        connections.admit(listener.accept(), context);
      } catch (SocketTimeoutException e) {
        connections.closeOverdue();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void readHello(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("hello") < 0) {
      int c = socket.getInputStream().read();
      assertThat(c).as(answer.toString()).isNotNegative();
      answer.append((char) c);
    }
  }

  @Test
  void shouldWaitLongerForAnotherRequestThanForTheRestOfOne() throws Exception {
    acceptor.start();
    try (Socket socket = connect()) {
      for (int i = 0; i < 3; i++) {
        send(socket, HELLO);
        readHello(socket);
        Thread.sleep(3 * REQUEST.toMillis());
      }
      assertThat(connections.checkMillis()).isEqualTo(1000);
      long begin = System.nanoTime();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    }
    assertThat(counters.responses()).containsEntry("200", 3L);
    // nobody had asked for anything
    assertThat(counters.cuts()).allSatisfy((reason, count) -> assertThat(count).isZero());
    assertThat(Await.until(connections::checkMillis, millis -> millis == 0)).isZero();
  }

  @Test
  void shouldNotWaitLongForTheRestOfARequest() throws Exception {
    acceptor.start();
    try (Socket socket = connect()) {
      // the beginning of the next one comes with the end of the last
      send(socket, HELLO + "GET /he");
      readHello(socket);
      long begin = System.nanoTime();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(IDLE);
    }
    assertThat(counters.cuts()).containsEntry("deadline", 1L);
  }

  @Test
  void shouldLetIdleConnectionsGiveWayFirst() throws Exception {
    request = Duration.ofSeconds(60);
    acceptor.start();
    Socket[] sockets = new Socket[64];
    for (int i = 0; i < sockets.length; i++) {
      sockets[i] = connect();
      send(sockets[i], HELLO);
      readHello(sockets[i]);
    }
    send(sockets[0], "GET /he"); // the oldest is busy
    Thread.sleep(50);
    try (Socket one = connect()) {
      send(one, HELLO);
      readHello(one);
    }
    assertThat(sockets[1].getInputStream().read()).isEqualTo(-1);
    send(sockets[0], HELLO.substring("GET /he".length()));
    readHello(sockets[0]);
    assertThat(counters.cuts()).containsEntry("evicted", 1L);
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
