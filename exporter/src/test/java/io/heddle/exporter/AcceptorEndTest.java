package io.heddle.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A server that cannot serve any more does not look as if it did. */
class AcceptorEndTest {
  private static final byte[] REQUEST =
      "GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final FixedContent content = new FixedContent();
  private final AtomicInteger made = new AtomicInteger();

  private MetricsServer server(Error whenServing) throws IOException {
    return MetricsServer.start(
        new ListenAddress("127.0.0.1", 0),
        content,
        1 << 20,
        task -> {
          if (made.getAndIncrement() > 0) {
            throw whenServing;
          }
          return new Thread(task, "heddle-test");
        });
  }

  /** True if the connection was closed without an answer. */
  private static boolean isClosed(Socket socket) {
    try (socket) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(REQUEST);
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // reset
    }
  }

  @Test
  void shouldCloseTheListenerWhenAClassIsMissing() throws Exception {
    MetricsServer server = server(new NoClassDefFoundError("the jar was changed"));
    int port = server.port();
    assertThat(isClosed(new Socket(InetAddress.getLoopbackAddress(), port))).isTrue();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 500; i++) {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                Thread.sleep(10); // the acceptor is on its way
              }
            })
        .isInstanceOf(ConnectException.class);
    assertThat(content.failures).singleElement().asString().contains("no metrics are served");
    server.close();
  }

  @Test
  void shouldAcceptTheNextOneWhateverElseIsThrown() throws Exception {
    MetricsServer server = server(new OutOfMemoryError("no threads"));
    for (int i = 0; i < 3; i++) {
      assertThat(isClosed(new Socket(InetAddress.getLoopbackAddress(), server.port()))).isTrue();
    }
    assertThat(content.failures).hasSize(3);
    server.close();
  }

  @Test
  void shouldNotFailWithWhomItTells() throws Exception {
    content.failsToo = true;
    MetricsServer server = server(new OutOfMemoryError("no threads"));
    for (int i = 0; i < 3; i++) {
      assertThat(isClosed(new Socket(InetAddress.getLoopbackAddress(), server.port()))).isTrue();
    }
    server.close();
  }
}
