package io.heddle.exporter.http.connection;

import io.heddle.exporter.http.HttpCounters;
import io.heddle.exporter.http.HttpCounters.CloseReason;
import io.heddle.exporter.http.ResponseMemory;
import io.heddle.exporter.http.ServerContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A socket with its deadlines. A blocked read or write has no timeout of its own: the acceptor
 * closes the socket of a connection that is overdue. Its own thread changes the phase; any thread
 * may read the phase or close the socket.
 */
final class TimedSocket implements ResponseMemory.Holder {
  private static final long LINGER_NANOS = 1_000_000_000L;

  /** The phases, in the order in which they give way to a new connection; the last never does. */
  private enum Phase {
    /** The response is sent; the client may still be reading it. */
    LINGERING,
    /** The server waits for the first byte of a request. */
    IDLE,
    /** The server waits for the rest of a head. */
    READING,
    /** The server waits for the client to take bytes. */
    WRITING,
    /** A response is being rendered. */
    RENDERING
  }

  private final Socket socket;
  private final HttpCounters counters;
  private final ServerContext.Timeouts timeouts;
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile Phase phase = Phase.IDLE;
  private volatile long since = System.nanoTime();
  private volatile long deadline;
  private long responseDeadline;

  TimedSocket(Socket socket, ServerContext context) {
    this.socket = socket;
    this.counters = context.counters();
    this.timeouts = context.timeouts();
    this.deadline = since + timeouts.request();
  }

  void open() throws IOException {
    socket.setTcpNoDelay(true);
  }

  InputStream input() throws IOException {
    return socket.getInputStream();
  }

  OutputStream output() throws IOException {
    return socket.getOutputStream();
  }

  private void enter(Phase next, long nanos) {
    since = System.nanoTime();
    deadline = since + nanos;
    phase = next;
  }

  /** Marks that the connection waits for another request. */
  void idle() {
    enter(Phase.IDLE, timeouts.idle());
  }

  /** Marks that the first bytes of a head have come; from now on the rest of it is waited for. */
  void reading() {
    enter(Phase.READING, timeouts.request());
  }

  /** Marks that the head has come and the time of its response begins. */
  void responding() {
    enter(Phase.RENDERING, timeouts.chunk());
    responseDeadline = since + timeouts.response();
  }

  /** Marks that the server waits for the client to take a chunk of the response. */
  void writing() {
    continueResponse(Phase.WRITING);
  }

  /** Marks that a chunk is being rendered, after the last one was taken. */
  void rendering() {
    continueResponse(Phase.RENDERING);
  }

  private void continueResponse(Phase next) {
    long now = System.nanoTime();
    long end = now + timeouts.chunk();
    since = now;
    deadline = end - responseDeadline < 0 ? end : responseDeadline;
    phase = next;
  }

  /**
   * Sets whether closing is a reset: a response that ends with the connection only must not look
   * whole when it is cut.
   */
  void resetsWhenClosed(boolean resets) throws IOException {
    socket.setSoLinger(resets, 0);
  }

  /** Ends the output; what the client still sends is dropped for a second. */
  void lingering() throws IOException {
    socket.shutdownOutput();
    enter(Phase.LINGERING, LINGER_NANOS);
  }

  boolean isClosing() {
    return closing.get();
  }

  /** Returns true while the server waits for the client. */
  boolean isWaiting() {
    return phase != Phase.RENDERING;
  }

  /** Returns true while no byte of a request has come. */
  boolean isIdle() {
    return phase == Phase.IDLE;
  }

  /** Returns true if this connection gives way to a new one before the other does. */
  boolean isEvictedBefore(TimedSocket other) {
    int order = phase.compareTo(other.phase);
    return order != 0 ? order < 0 : since - other.since < 0;
  }

  /** Closes the socket if it is past its deadline. */
  void closeIfOverdue(long nowNanos) {
    if (deadline - nowNanos < 0) {
      Phase last = phase;
      boolean complete = last == Phase.IDLE || last == Phase.LINGERING;
      close(complete ? null : CloseReason.DEADLINE);
    }
  }

  @Override
  public long stalledNanos() {
    return phase == Phase.WRITING ? Math.max(0, System.nanoTime() - since) : 0;
  }

  @Override
  public void evict() {
    close(phase == Phase.LINGERING ? null : CloseReason.EVICTED);
  }

  /**
   * Closes the socket; its thread then ends by itself.
   *
   * @param reason counted, unless the socket is closing already; null if nothing is cut
   */
  void close(@Nullable CloseReason reason) {
    if (closing.compareAndSet(false, true) && reason != null) {
      counters.cut(reason);
    }
    try {
      socket.close();
    } catch (IOException e) {
      // nothing is left to be done with it
    }
  }
}
