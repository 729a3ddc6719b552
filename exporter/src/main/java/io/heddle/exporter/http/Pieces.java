package io.heddle.exporter.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A streamed body between the page that writes it and the client that takes it: one piece of 32 KB.
 * While a piece is filled it is this answer's turn to render; while the client takes it, it is the
 * turn of others. A body that ends within the first piece is an ordinary answer. Not thread-safe.
 */
final class Pieces extends OutputStream {
  private static final int PIECE = 32 * 1024;

  /**
   * What one streamed answer holds on the heap at most, however long it is: a piece here, 8 KB for
   * its head and for chunks, some 16 KB of the JSON generator and 8 KB of gzip. Beside the heap
   * there is the JDK's buffer for the socket, as large as a piece, and with gzip 256 KB of zlib: 20
   * MB if all 64 connections do it.
   */
  static final long HELD_BYTES = 96 * 1024;

  private final Head head;
  private final Turns turns;
  private final Outlet outlet;
  private final byte[] piece = new byte[PIECE];
  private int used;
  private boolean hasTurn;

  Pieces(Head head, Turns turns, Outlet outlet) {
    this.head = head;
    this.turns = turns;
    this.outlet = outlet;
  }

  @Override
  public void write(int b) throws IOException {
    if (used == PIECE) {
      pass();
    }
    piece[used++] = (byte) b;
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    int left = length;
    while (left > 0) {
      if (used == PIECE) {
        pass();
      }
      int n = Math.min(left, PIECE - used);
      System.arraycopy(from, offset + length - left, piece, used, n);
      used += n;
      left -= n;
    }
  }

  private void pass() throws IOException {
    leave();
    outlet.write(head, piece, used);
    used = 0;
    try {
      if (!begin()) {
        throw new IOException("too many requests at the same time: an answer is cut");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is closing");
    }
  }

  /** Waits for its turn; false if there was none in time. */
  boolean begin() throws InterruptedException {
    hasTurn = turns.begin();
    return hasTurn;
  }

  /** Lets others render; the client takes its time. */
  void leave() {
    if (hasTurn) {
      hasTurn = false;
      turns.end();
    }
  }

  /** The body is whole: sends the rest, or returns the answer if it is a short one. */
  @Nullable Answer end() throws IOException {
    leave();
    if (!outlet.hasBegun()) {
      Chunks body = new Chunks();
      body.write(piece, 0, used);
      return new Answer(head, body);
    }
    outlet.write(head, piece, used);
    outlet.end();
    return null;
  }
}
