package io.heddle.exporter.http.connection;

import io.heddle.exporter.http.Response;
import io.heddle.exporter.http.ServerContext;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.impl.io.ChunkedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The stream that a body is written to. It sends 32 KB at a time: as a chunk, or until the
 * connection is closed if the client speaks HTTP/1.0. The response has a render permit while 32 KB
 * are filled; while the client takes them, other responses have theirs. Nothing goes out before the
 * first 32 KB. Not thread-safe.
 */
final class ResponseStream extends OutputStream {
  private static final int CHUNK = 32 * 1024;
  private static final long PERMIT_SECONDS = 8;

  /**
   * Bytes that every long response holds: a chunk here, the JDK's copy of it for the socket, and 32
   * KB of encoders and of buffers for chunks.
   */
  static final long HELD_BYTES = 3 * CHUNK;

  private final TimedSocket socket;
  private final HeadWriter heads;
  private final Semaphore renderPermits;
  private final Response response;
  private final HeadWriter.Options options;
  private final byte[] chunk = new byte[CHUNK];
  private int used;
  private boolean hasPermit;
  private boolean permitTimedOut;
  private long waitedNanos;
  private @Nullable OutputStream body;
  private @Nullable ChunkedOutputStream chunks;
  private boolean failed;

  ResponseStream(
      TimedSocket socket,
      HeadWriter heads,
      ServerContext context,
      Response response,
      HeadWriter.Options options) {
    this.socket = socket;
    this.heads = heads;
    this.renderPermits = context.renderPermits();
    this.response = response;
    this.options = options;
  }

  @Override
  public void write(int b) throws IOException {
    if (used == CHUNK) {
      sendAndWait();
    }
    chunk[used++] = (byte) b;
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    int left = length;
    while (left > 0) {
      if (used == CHUNK) {
        sendAndWait();
      }
      int n = Math.min(left, CHUNK - used);
      System.arraycopy(from, offset + length - left, chunk, used, n);
      used += n;
      left -= n;
    }
  }

  /** Sends a chunk without a render permit, then waits for the next permit. */
  private void sendAndWait() throws IOException {
    long begin = System.nanoTime();
    releasePermit();
    send();
    try {
      permitTimedOut = !acquirePermit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is closing");
    }
    if (permitTimedOut) {
      throw new IOException("too many requests at the same time: a response is cut");
    }
    waitedNanos += System.nanoTime() - begin;
  }

  /**
   * Waits for a render permit; returns false if there was none within 8 s. The wait does not count
   * for the client.
   */
  boolean acquirePermit() throws InterruptedException {
    hasPermit = renderPermits.tryAcquire(PERMIT_SECONDS, TimeUnit.SECONDS);
    if (hasPermit) {
      socket.rendering();
    }
    return hasPermit;
  }

  /** Gives the render permit back, if this response has it. */
  void releasePermit() {
    if (hasPermit) {
      hasPermit = false;
      renderPermits.release();
    }
  }

  /** Returns true if there was no render permit between two chunks. */
  boolean permitTimedOut() {
    return permitTimedOut;
  }

  /** Returns the nanoseconds that the client and other responses took so far. */
  long waitedNanos() {
    return waitedNanos;
  }

  /** Returns true once the head is on its way: then the status can no longer become an error. */
  boolean hasBegun() {
    return body != null;
  }

  /** Returns true if the client has all that it wants, which is the head. */
  boolean isHeadSent() {
    return options.headOnly() && body != null && !failed;
  }

  /** Returns true if the client is gone, was too slow, or the server is closing. */
  boolean isBroken() {
    return failed || socket.isClosing();
  }

  /** Returns the whole body if it is shorter than one chunk. */
  byte[] wholeBody() {
    return Arrays.copyOf(chunk, used);
  }

  /**
   * Sends the bytes of a chunk, the first ones after the head, and waits until the client takes
   * them.
   *
   * @throws IOException if the client does not take them, or wants no more than the head
   */
  private void send() throws IOException {
    try {
      OutputStream to = body;
      if (to == null) {
        to = sendHead();
      }
      if (!options.headOnly()) {
        socket.writing();
        to.write(chunk, 0, used);
        socket.rendering();
      }
    } catch (IOException e) {
      failed = true;
      throw e;
    }
    if (options.headOnly()) {
      throw new IOException("the head is enough");
    }
    used = 0;
  }

  private OutputStream sendHead() throws IOException {
    OutputStream to = socket.output();
    body = to;
    socket.writing();
    if (options.http10()) {
      socket.resetsWhenClosed(true);
      heads.untilClose(response, options);
    } else {
      heads.chunked(response, options);
      chunks = heads.chunks();
      to = chunks;
      body = to;
    }
    return to;
  }

  /** Sends the rest of a body that is longer than one chunk, and its end. */
  void finish() throws IOException {
    send();
    try {
      socket.writing();
      ChunkedOutputStream last = chunks;
      if (last != null) {
        last.finish();
        last.flush();
      }
      complete();
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  /** Marks that the client has all that it gets. */
  void complete() throws IOException {
    if (options.http10()) {
      socket.resetsWhenClosed(false);
    }
  }
}
