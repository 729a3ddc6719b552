package io.heddle.exporter;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds a free port. Runs on the start path: uses plain sockets and nothing that loads much. */
final class PortBinder {
  private static final int ATTEMPTS = 16;
  private static final int LAST_PORT = 65_535;
  private static final int BACKLOG = 256;

  private PortBinder() {}

  /** Binds a socket to the port, or to the next free one of 16; throws with one sentence. */
  static ServerSocket bind(ListenAddress endpoint) throws IOException {
    int first = endpoint.port();
    int last = first == 0 ? 0 : Math.min(LAST_PORT, first + ATTEMPTS - 1);
    String reason = "";
    for (int port = first; port <= last; port++) {
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(resolved(endpoint.host(), port), BACKLOG);
        return socket;
      } catch (BindException e) {
        socket.close();
        reason = String.valueOf(e.getMessage());
      } catch (Throwable e) {
        socket.close();
        throw e;
      }
    }
    throw new IOException(
        "cannot listen on " + endpoint.host() + ", ports " + first + " to " + last + ": " + reason);
  }

  private static InetSocketAddress resolved(String host, int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IOException("exporter.host '" + host + "' is not a name or address known here");
    }
    return address;
  }
}
