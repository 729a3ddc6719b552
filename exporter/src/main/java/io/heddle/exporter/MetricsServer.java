package io.heddle.exporter;

import io.heddle.exporter.http.HostHeaderPolicy;
import io.heddle.exporter.http.HttpCounters;
import io.heddle.exporter.http.ResponseMemory;
import io.heddle.exporter.http.ServerContext;
import io.heddle.exporter.http.connection.Connections;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Serves the metrics of one attachment. Starting binds a socket and starts one daemon thread;
 * everything else, HTTP and formats included, loads with the first connection. Thread-safe.
 */
public final class MetricsServer {
  private static final long RECOVERY_MILLIS = 50;
  private static final long CLOSE_MILLIS = 2000;

  private final ServerSocket listener;
  private final ListenAddress address;
  private final ExporterData data;
  private final long memoryBytes;
  private final Connections connections;
  private final Thread acceptor;
  // made by the acceptor, with the first connection
  private volatile @Nullable ServerContext context;
  private volatile boolean closed;

  private MetricsServer(
      ServerSocket listener,
      ListenAddress address,
      ExporterData data,
      long memoryBytes,
      ThreadFactory threads) {
    this.listener = listener;
    this.address = address;
    this.data = data;
    this.memoryBytes = memoryBytes;
    this.connections = new Connections(threads);
    this.acceptor = threads.newThread(new Acceptor(this));
    acceptor.setDaemon(true);
    acceptor.setName("heddle-acceptor");
  }

  /**
   * Binds and begins to serve.
   *
   * @param address to listen on; a taken port is replaced by the next free one of 16
   * @param data to serve
   * @param memoryBytes bytes that all responses may hold together while they are made and sent
   * @param threads makes every thread; all become daemons
   * @throws IOException in one sentence if nothing could be bound
   */
  public static MetricsServer start(
      ListenAddress address, ExporterData data, long memoryBytes, ThreadFactory threads)
      throws IOException {
    ServerSocket listener = address.bind();
    try {
      MetricsServer server = new MetricsServer(listener, address, data, memoryBytes, threads);
      server.acceptor.start();
      return server;
    } catch (Throwable e) {
      listener.close();
      throw e;
    }
  }

  /** Returns a URL for people and local commands, such as {@code http://127.0.0.1:9464}. */
  public String address() {
    InetAddress bound = listener.getInetAddress();
    String host = bound.isAnyLocalAddress() ? "127.0.0.1" : address.host();
    if (host.indexOf(':') >= 0 && host.charAt(0) != '[') {
      host = "[".concat(host).concat("]");
    }
    return "http://".concat(host).concat(":").concat(Integer.toString(port()));
  }

  /** Returns the port that is really used. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Returns the counters of requests; null before the first connection. */
  public @Nullable HttpCounters counters() {
    ServerContext current = context;
    return current == null ? null : current.counters();
  }

  /** Returns the bytes that responses hold now. */
  public long responseBytes() {
    ServerContext current = context;
    return current == null ? 0 : current.memory().taken();
  }

  /** Closes the listener and all connections, and waits up to 2 s for the threads. */
  public void close() {
    close(CLOSE_MILLIS);
  }

  /** Closes the server as {@link #close()} does, waiting at most this long. */
  public void close(long timeoutMillis) {
    closed = true;
    closeListener();
    long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
    connections.close(deadline);
    acceptor.interrupt();
    try {
      acceptor.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns true once nothing listens any more and every thread of the server has ended. */
  public boolean isClosed() {
    return closed && listener.isClosed() && !acceptor.isAlive();
  }

  private void closeListener() {
    try {
      listener.close();
    } catch (IOException e) {
      report(e);
    }
  }

  private void report(Throwable error) {
    try {
      data.failed(error);
    } catch (Throwable e) {
      // connections are accepted regardless
    }
  }

  /**
   * Accepts connections until the server is closed. A failure of one connection does not stop it,
   * but a class that cannot be loaded does, as it stays missing. However this ends, the listener is
   * closed, so that no socket listens without being served.
   */
  private void acceptAll() {
    try {
      while (!closed) {
        accept();
      }
    } catch (Throwable e) {
      if (!closed) {
        String sentence = "no metrics are served any more: ".concat(String.valueOf(e));
        report(new IllegalStateException(sentence, e));
      }
    } finally {
      closeListener();
      // without this thread none of them has a deadline
      connections.close(System.nanoTime());
    }
  }

  private void accept() {
    try {
      acceptOneOrNone();
    } catch (LinkageError e) {
      throw e;
    } catch (Throwable e) {
      if (!closed) {
        report(e);
        recover();
      }
    }
  }

  private void acceptOneOrNone() throws IOException {
    try {
      acceptOne();
    } catch (SocketTimeoutException e) {
      connections.closeOverdue();
    }
  }

  private void acceptOne() throws IOException {
    // without connections there is nothing to watch: no wake-ups
    listener.setSoTimeout(connections.checkMillis());
    Socket socket = listener.accept();
    boolean admitted = false;
    try {
      connections.closeOverdue();
      admitted = connections.admit(socket, context());
    } finally {
      if (!admitted) {
        socket.close();
      }
    }
  }

  private ServerContext context() {
    ServerContext current = context;
    if (current == null) {
      current =
          new ServerContext(
              Routes.of(data),
              new HostHeaderPolicy(address.host(), listener.getInetAddress()),
              new ResponseMemory(memoryBytes),
              ServerContext.Timeouts.DEFAULT,
              data::failed);
      context = current;
    }
    return current;
  }

  /** Makes room when files, threads or memory have run out, or else pauses for the application. */
  private void recover() {
    try {
      connections.closeOverdue();
      connections.makeRoom(RECOVERY_MILLIS);
    } catch (InterruptedException e) {
      // close() does this; the loop sees it
    } catch (OutOfMemoryError e) {
      LockSupport.parkNanos(RECOVERY_MILLIS * 1_000_000);
    }
  }

  private static final class Acceptor implements Runnable {
    private final MetricsServer server;

    Acceptor(MetricsServer server) {
      this.server = server;
    }

    @Override
    public void run() {
      server.acceptAll();
    }
  }
}
