package io.heddle.exporter.http.connection;

import io.heddle.exporter.http.ServerContext;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** One open connection and the thread that serves it. */
final class Connection implements Runnable {
  private static final int LINGER_BYTES = 256 * 1024;

  private final ServerContext site;
  private final Connections all;
  private final TimedSocket socket;
  private @Nullable Thread thread;

  Connection(Socket socket, ServerContext site, Connections all) {
    this.site = site;
    this.all = all;
    this.socket = new TimedSocket(socket, site);
  }

  void runsOn(Thread worker) {
    this.thread = worker;
  }

  @Nullable Thread thread() {
    return thread;
  }

  TimedSocket socket() {
    return socket;
  }

  @Override
  public void run() {
    try {
      socket.open();
      new HttpExchanges(socket, site).run();
      linger();
    } catch (IOException | InterruptedException e) {
      // the client went away, was too slow, or the server is closing
    } catch (Throwable e) {
      // never to the handler of uncaught exceptions: that one is the application's
      site.report(e);
    } finally {
      socket.close(null);
      all.ended(this);
    }
  }

  /**
   * Drops unread input before the end: closing with it resets the connection, and the client may
   * lose the response.
   */
  private void linger() throws IOException {
    socket.lingering();
    byte[] dropped = new byte[1024];
    int n = 0;
    for (int total = 0; n >= 0 && total < LINGER_BYTES; total += n) {
      n = socket.input().read(dropped);
    }
  }
}
