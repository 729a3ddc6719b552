package io.heddle.exporter.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One socket, its thread and its deadlines. A blocked read or write has no timeout of its own: the
 * acceptor closes the socket of a connection that is overdue.
 */
final class Connection implements Runnable {
  private static final long SECOND = 1_000_000_000L;
  private static final long REQUEST_NANOS = 5 * SECOND;
  private static final long RESPONSE_NANOS = 10 * SECOND;
  private static final long STREAM_NANOS = 60 * SECOND;
  private static final long LINGER_NANOS = SECOND;
  private static final int LINGER_BYTES = 256 * 1024;

  /** In the order in which they give way to a new connection. */
  private enum Phase {
    READING,
    WRITING,
    SERVING
  }

  private final Socket socket;
  private final Site site;
  private final Connections all;
  private volatile Phase phase = Phase.READING;
  private volatile long since = System.nanoTime();
  private volatile long deadline = since + REQUEST_NANOS;
  private volatile boolean closing;
  private volatile long answerBytes;
  private volatile boolean streaming;
  private long streamDeadline;
  private @Nullable Thread thread;

  Connection(Socket socket, Site site, Connections all) {
    this.socket = socket;
    this.site = site;
    this.all = all;
  }

  void runsOn(Thread worker) {
    this.thread = worker;
  }

  @Nullable Thread thread() {
    return thread;
  }

  @Override
  public void run() {
    try {
      socket.setTcpNoDelay(true);
      new Conversation(this, site).run();
      linger();
    } catch (IOException | InterruptedException e) {
      // the client went away, was too slow, or the server is closing
    } catch (Throwable e) {
      // never to the handler of uncaught exceptions: that one is the application's
      site.routes().report(e);
    } finally {
      abort();
      all.ended(this);
    }
  }

  /** Closing with unread input resets the connection, and the client may lose the answer. */
  private void linger() throws IOException {
    socket.shutdownOutput();
    since = System.nanoTime();
    deadline = since + LINGER_NANOS;
    phase = Phase.READING;
    byte[] dropped = new byte[1024];
    int n = 0;
    for (int total = 0; n >= 0 && total < LINGER_BYTES; total += n) {
      n = socket.getInputStream().read(dropped);
    }
  }

  InputStream input() throws IOException {
    return socket.getInputStream();
  }

  OutputStream output() throws IOException {
    return socket.getOutputStream();
  }

  /** Waits for a request: for its first byte, and from then on for the rest of its head. */
  void reading() {
    since = System.nanoTime();
    deadline = since + REQUEST_NANOS;
    phase = Phase.READING;
  }

  /** The head is here; the answer is being made. */
  void serving() {
    since = System.nanoTime();
    deadline = since + RESPONSE_NANOS;
    streamDeadline = since + STREAM_NANOS;
    phase = Phase.SERVING;
  }

  /** The answer is there; the deadline goes on. */
  void writing(long bytes) {
    answerBytes = bytes;
    since = System.nanoTime();
    phase = Phase.WRITING;
    all.beginsAnswer(this);
  }

  /**
   * A streamed answer begins to go out: it may take 60 s in all, and longer than others.
   *
   * @param bytes that it holds at most
   * @param untilClose true if nothing but the end of the connection tells the end of the answer
   */
  void streaming(long bytes, boolean untilClose) throws IOException {
    answerBytes = bytes;
    streaming = true;
    if (untilClose) {
      // until the answer is whole, closing is a reset: what is cut must not look whole
      socket.setSoLinger(true, 0);
    }
    all.beginsAnswer(this);
  }

  /** The client is to take a piece of a streamed answer; so long it is the one to be waited for. */
  void sending() {
    goOn();
    phase = Phase.WRITING;
  }

  /** The client has taken the piece; the next one is being made. */
  void sent() {
    goOn();
    phase = Phase.SERVING;
  }

  private void goOn() {
    long now = System.nanoTime();
    long next = now + RESPONSE_NANOS;
    since = now;
    deadline = next - streamDeadline < 0 ? next : streamDeadline;
  }

  /** The client has taken the answer. */
  void written() throws IOException {
    all.endsAnswer(this);
    answerBytes = 0;
    if (streaming) {
      streaming = false;
      socket.setSoLinger(false, 0);
    }
  }

  /** True if its answer holds little, whatever its length. */
  boolean isStreaming() {
    return streaming;
  }

  long answerBytes() {
    return answerBytes;
  }

  boolean isClosing() {
    return closing;
  }

  /** True while it is the client that everything waits for. */
  boolean isWaiting() {
    return phase != Phase.SERVING;
  }

  boolean givesWayBefore(Connection other) {
    int order = phase.compareTo(other.phase);
    return order != 0 ? order < 0 : since - other.since < 0;
  }

  boolean isOverdue(long nowNanos) {
    return !closing && deadline - nowNanos < 0;
  }

  /** Closes the socket; its thread then ends by itself. */
  void abort() {
    closing = true;
    try {
      socket.close();
    } catch (IOException e) {
      // nothing is left to be done with it
    }
  }
}
