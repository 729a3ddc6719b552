package io.heddle.exporter.http;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.impl.io.ChunkedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a streamed answer goes, piece by piece: in chunks, or until the connection is closed if the
 * client speaks HTTP/1.0. Nothing goes out before the first piece. Not thread-safe.
 */
final class Outlet {
  private final Connection connection;
  private final HeadWriter heads;
  private final boolean headOnly;
  private final boolean keepAlive;
  private final boolean old;
  private @Nullable OutputStream body;
  private @Nullable ChunkedOutputStream chunks;
  private boolean failed;

  Outlet(
      Connection connection, HeadWriter heads, boolean headOnly, boolean keepAlive, boolean old) {
    this.connection = connection;
    this.heads = heads;
    this.headOnly = headOnly;
    this.keepAlive = keepAlive;
    this.old = old;
  }

  /** True once the head is on its way: then an error cannot be told any more. */
  boolean hasBegun() {
    return body != null;
  }

  /** True if the client has what it wants, which is the head. */
  boolean isSatisfied() {
    return headOnly && body != null && !failed;
  }

  /** True if the client is gone, was too slow, or the server is closing. */
  boolean isBroken() {
    return failed || connection.isClosing();
  }

  /**
   * Writes a piece, the first one after the head, and waits until the client takes it.
   *
   * @throws IOException if the client does not take it, or wants no more than the head
   */
  void write(Head head, byte[] piece, int length) throws IOException {
    try {
      OutputStream to = body;
      if (to == null) {
        to = begin(head);
      }
      if (!headOnly) {
        connection.sending();
        to.write(piece, 0, length);
        connection.sent();
      }
    } catch (IOException e) {
      failed = true;
      throw e;
    }
    if (headOnly) {
      throw new IOException("the head is enough");
    }
  }

  private OutputStream begin(Head head) throws IOException {
    OutputStream to = connection.output();
    body = to;
    connection.streaming(Pieces.HELD_BYTES, old);
    connection.sending();
    if (old) {
      heads.untilClose(head);
    } else {
      heads.chunked(head, keepAlive);
      chunks = heads.chunks();
      to = chunks;
      body = to;
    }
    return to;
  }

  /** The body is whole. */
  void end() throws IOException {
    try {
      connection.sending();
      ChunkedOutputStream last = chunks;
      if (last != null) {
        last.finish();
        last.flush();
      }
      written();
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  /** The client has all that it gets. */
  void written() throws IOException {
    connection.written();
  }
}
