package io.heddle.exporter.http.connection;

import io.heddle.exporter.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.impl.io.ChunkedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends a long response piece by piece: in chunks, or until the connection is closed if the client
 * speaks HTTP/1.0. Nothing goes out before the first piece. Not thread-safe.
 */
final class ResponseStream {
  private final TimedSocket socket;
  private final HeadWriter heads;
  private final Response response;
  private final ResponseOptions delivery;
  private @Nullable OutputStream body;
  private @Nullable ChunkedOutputStream chunks;
  private boolean failed;

  ResponseStream(
      TimedSocket socket, HeadWriter heads, Response response, ResponseOptions delivery) {
    this.socket = socket;
    this.heads = heads;
    this.response = response;
    this.delivery = delivery;
  }

  /** Returns true once the head is on its way: then the status can no longer become an error. */
  boolean hasBegun() {
    return body != null;
  }

  /** Returns true if the client has all that it wants, which is the head. */
  boolean isSatisfied() {
    return delivery.headOnly() && body != null && !failed;
  }

  /** Returns true if the client is gone, was too slow, or the server is closing. */
  boolean isBroken() {
    return failed || socket.isClosing();
  }

  /** Marks that a piece is being made; the wait for the turn does not count for the client. */
  void making() {
    socket.sent();
  }

  /**
   * Writes a piece, the first one after the head, and waits until the client takes it.
   *
   * @throws IOException if the client does not take it, or wants no more than the head
   */
  void write(byte[] piece, int length) throws IOException {
    try {
      OutputStream to = body;
      if (to == null) {
        to = begin();
      }
      if (!delivery.headOnly()) {
        socket.sending();
        to.write(piece, 0, length);
        socket.sent();
      }
    } catch (IOException e) {
      failed = true;
      throw e;
    }
    if (delivery.headOnly()) {
      throw new IOException("the head is enough");
    }
  }

  private OutputStream begin() throws IOException {
    OutputStream to = socket.output();
    body = to;
    socket.sending();
    if (delivery.old()) {
      socket.resetsWhenClosed(true);
      heads.untilClose(response, delivery);
    } else {
      heads.chunked(response, delivery);
      chunks = heads.chunks();
      to = chunks;
      body = to;
    }
    return to;
  }

  /** Ends the body, which is complete. */
  void end() throws IOException {
    try {
      socket.sending();
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
    if (delivery.old()) {
      socket.resetsWhenClosed(false);
    }
  }
}
