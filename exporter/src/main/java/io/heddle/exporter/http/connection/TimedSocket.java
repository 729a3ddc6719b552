package io.heddle.exporter.http.connection;

import io.heddle.exporter.http.CloseReason;
import io.heddle.exporter.http.ResponseMemory;
import io.heddle.exporter.http.ServerContext;
import io.heddle.exporter.http.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A socket and its deadlines. A blocked read or write has no timeout of its own: the acceptor
 * closes the socket of a connection that is overdue. Its own thread changes the phase, any thread
 * may look or end it.
 */
final class TimedSocket implements ResponseMemory.Holder {
  private static final long LINGER_NANOS = 1_000_000_000L;

  /** In the order in which they give way to a new connection; the last one never does. */
  private enum Phase {
    /** All is said; the client may still be reading. */
    LINGERING,
    /** Nothing of a request is here. */
    IDLE,
    /** A part of a head is here. */
    READING,
    /** The client is to take bytes. */
    SENDING,
    /** A response is being made. */
    SERVING
  }

  private final Socket socket;
  private final ServerContext site;
  private final Timeouts timeouts;
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile Phase phase = Phase.IDLE;
  private volatile long since = System.nanoTime();
  private volatile long deadline;
  private long responseDeadline;

  TimedSocket(Socket socket, ServerContext site) {
    this.socket = socket;
    this.site = site;
    this.timeouts = site.timeouts();
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

  /** Waits for another request. */
  void idle() {
    enter(Phase.IDLE, timeouts.idle());
  }

  /** The first bytes of a head are here, from now on the rest of it is waited for. */
  void reading() {
    enter(Phase.READING, timeouts.request());
  }

  /** The head is here; the response is being made. */
  void serving() {
    enter(Phase.SERVING, timeouts.piece());
    responseDeadline = since + timeouts.response();
  }

  /** The client is to take a piece of the response; so long it is the one to be waited for. */
  void sending() {
    goOn(Phase.SENDING);
  }

  /** The client has taken the piece, or it is the turn of its response: a piece is being made. */
  void sent() {
    goOn(Phase.SERVING);
  }

  private void goOn(Phase next) {
    long now = System.nanoTime();
    long end = now + timeouts.piece();
    since = now;
    deadline = end - responseDeadline < 0 ? end : responseDeadline;
    phase = next;
  }

  /**
   * From now on closing is a reset, or not: a response that nothing but the end of the connection
   * ends must not look whole when it is cut.
   */
  void resetsWhenClosed(boolean resets) throws IOException {
    socket.setSoLinger(resets, 0);
  }

  /** Nothing more is sent; what the client still sends is dropped for a second. */
  void lingering() throws IOException {
    socket.shutdownOutput();
    enter(Phase.LINGERING, LINGER_NANOS);
  }

  boolean isClosing() {
    return closing.get();
  }

  /** True while it is the client that everything waits for. */
  boolean isWaiting() {
    return phase != Phase.SERVING;
  }

  /** True while nothing of a request is here. */
  boolean isIdle() {
    return phase == Phase.IDLE;
  }

  boolean givesWayBefore(TimedSocket other) {
    int order = phase.compareTo(other.phase);
    return order != 0 ? order < 0 : since - other.since < 0;
  }

  /** Closes it if it is past its deadline. */
  void closeIfOverdue(long nowNanos) {
    if (deadline - nowNanos < 0) {
      Phase last = phase;
      boolean complete = last == Phase.IDLE || last == Phase.LINGERING;
      close(complete ? null : CloseReason.DEADLINE);
    }
  }

  @Override
  public long stalledNanos() {
    return phase == Phase.SENDING ? Math.max(0, System.nanoTime() - since) : 0;
  }

  @Override
  public void evict() {
    close(phase == Phase.LINGERING ? null : CloseReason.EVICTED);
  }

  /**
   * Closes the socket; its thread then ends by itself.
   *
   * @param reason counted, unless it is closing already; null if nothing is cut
   */
  void close(@Nullable CloseReason reason) {
    if (closing.compareAndSet(false, true) && reason != null) {
      site.counters().cut(reason);
    }
    try {
      socket.close();
    } catch (IOException e) {
      // nothing is left to be done with it
    }
  }
}
