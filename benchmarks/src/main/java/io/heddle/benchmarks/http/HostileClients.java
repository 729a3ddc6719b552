package io.heddle.benchmarks.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that are slow on purpose: each sends a first text, then one byte a second, and connects
 * again when the server has closed. Used by one thread.
 */
final class HostileClients implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2000;
  // the name that every server takes for its own
  private static final String HEAD = "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n";

  private final int port;
  private final byte[] first;
  private final boolean reads;
  private final List<Client> clients = new ArrayList<>();
  private int closings;
  private double shortestSeconds = Double.MAX_VALUE;
  private double longestSeconds;

  private HostileClients(int port, int count, String first, boolean reads) {
    this.port = port;
    this.first = first.getBytes(StandardCharsets.US_ASCII);
    this.reads = reads;
    for (int i = 0; i < count; i++) {
      Client client = new Client();
      client.connect();
      clients.add(client);
    }
  }

  /** Returns clients that never end the head of their request. */
  static HostileClients slowHeads(int port, int count) {
    return new HostileClients(port, count, HEAD + "X-Slow: ", true);
  }

  /** Returns clients that ask a hundred times for 200 kB and take nothing. */
  static HostileClients nonReaders(int port, int count) {
    return new HostileClients(port, count, (HEAD + "\r\n").repeat(100), false);
  }

  /** Sends one byte on each connection, and connects again where the server has closed. */
  void tick() {
    clients.forEach(Client::tick);
  }

  /** Returns how many connections the server has closed, and after how many seconds. */
  String closings() {
    return closings == 0
        ? "none"
        : closings
            + ", after "
            + Math.round(shortestSeconds)
            + " to "
            + Math.round(longestSeconds)
            + " s";
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.channel.close();
    }
  }

  /** One client with its present connection. */
  private final class Client {
    private SocketChannel channel;
    private long connectedNanos;

    Client() {
      channel = opened();
    }

    private static SocketChannel opened() {
      try {
        return SocketChannel.open();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    void connect() {
      connectedNanos = System.nanoTime();
      try {
        if (!reads) {
          channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        }
        channel
            .socket()
            .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        channel.configureBlocking(false);
        channel.write(ByteBuffer.wrap(first));
      } catch (IOException e) {
        // the next tick finds it closed
      }
    }

    void tick() {
      try {
        if (!reads || channel.read(ByteBuffer.allocate(4096)) >= 0) {
          channel.write(ByteBuffer.wrap(new byte[] {'a'}));
          return;
        }
      } catch (IOException | java.nio.channels.NotYetConnectedException e) {
        // closed by the server
      }
      double seconds = (System.nanoTime() - connectedNanos) / 1e9;
      closings++;
      shortestSeconds = Math.min(shortestSeconds, seconds);
      longestSeconds = Math.max(longestSeconds, seconds);
      try {
        channel.close();
      } catch (IOException e) {
        // another one is opened
      }
      channel = opened();
      connect();
    }
  }
}
