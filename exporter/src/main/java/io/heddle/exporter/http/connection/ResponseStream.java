package io.heddle.exporter.http.connection;

import io.heddle.exporter.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.impl.io.ChunkedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a long response goes, piece by piece: in chunks, or until the connection is closed if the
 * client speaks HTTP/1.0. Nothing goes out before the first piece. Not thread-safe.
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

  /** True once the head is on its way: then an error cannot be told any more. */
  boolean hasBegun() {
    return body != null;
  }

  /** True if the client has what it wants, which is the head. */
  boolean isSatisfied() {
    return delivery.headOnly() && body != null && !failed;
  }

  /** True if the client is gone, was too slow, or the server is closing. */
  boolean isBroken() {
    return failed || socket.isClosing();
  }

  /** A piece is being made from here on; how long its turn was waited for is not the client's. */
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

  /** The body is whole. */
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

  /** The client has all that it gets. */
  void complete() throws IOException {
    if (delivery.old()) {
      socket.resetsWhenClosed(false);
    }
  }
}
