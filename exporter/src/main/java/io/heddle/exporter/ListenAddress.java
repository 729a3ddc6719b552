package io.heddle.exporter;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * The address that the server listens on. Runs on the start path: uses plain sockets and nothing
 * that loads much.
 *
 * @param host a name or address of this machine
 * @param port 0 to 65535; 0 is any free port; another one may move up by 15 if it is taken
 */
public record ListenAddress(String host, int port) {
  private static final int ATTEMPTS = 16;
  private static final int LAST_PORT = 65_535;
  private static final int BACKLOG = 256;

  /**
   * Checks the port.
   *
   * @throws IllegalArgumentException in one sentence
   */
  public ListenAddress {
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException("exporter.port must be 0 to 65535, not " + port);
    }
  }

  /** Binds a socket to the port, or to the next free one of 16; throws with one sentence. */
  ServerSocket bind() throws IOException {
    int last = port == 0 ? 0 : Math.min(LAST_PORT, port + ATTEMPTS - 1);
    String reason = "";
    for (int attempt = port; attempt <= last; attempt++) {
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(resolved(attempt), BACKLOG);
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
        "cannot listen on " + host + ", ports " + port + " to " + last + ": " + reason);
  }

  private InetSocketAddress resolved(int candidate) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, candidate);
    if (address.isUnresolved()) {
      throw new IOException("exporter.host '" + host + "' is not a name or address known here");
    }
    return address;
  }
}
