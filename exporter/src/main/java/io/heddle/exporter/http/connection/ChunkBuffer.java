package io.heddle.exporter.http.connection;

import io.heddle.exporter.http.RenderPermits;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Buffers a body between its writer and the client that takes it: one piece of 32 KB. While a piece
 * is filled it is this response's turn; while the client takes it, it is the turn of others. Not
 * thread-safe.
 */
final class ChunkBuffer extends OutputStream {
  private static final int PIECE = 32 * 1024;

  /**
   * Bytes that every long response holds: a piece here, the JDK's copy of it for the socket, and 32
   * KB of encoders and of buffers for chunks.
   */
  static final long HELD_BYTES = 3 * PIECE;

  private final RenderPermits turns;
  private final ResponseStream outlet;
  private final byte[] piece = new byte[PIECE];
  private int used;
  private boolean hasTurn;
  private boolean missedTurn;
  private long waitedNanos;

  ChunkBuffer(RenderPermits turns, ResponseStream outlet) {
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
    long begin = System.nanoTime();
    leave();
    outlet.write(piece, used);
    used = 0;
    try {
      missedTurn = !begin();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is closing");
    }
    if (missedTurn) {
      throw new IOException("too many requests at the same time: a response is cut");
    }
    waitedNanos += System.nanoTime() - begin;
  }

  /** Waits for the turn of this response; returns false if there was none in time. */
  boolean begin() throws InterruptedException {
    hasTurn = turns.begin();
    if (hasTurn) {
      outlet.making();
    }
    return hasTurn;
  }

  /** Returns true if there was no turn between two pieces. */
  boolean missedTurn() {
    return missedTurn;
  }

  /** Returns the nanoseconds that the client and other responses took so far. */
  long waitedNanos() {
    return waitedNanos;
  }

  /** Ends the turn, so that others have theirs while the client takes its time. */
  void leave() {
    if (hasTurn) {
      hasTurn = false;
      turns.end();
    }
  }

  /** Returns the whole body if it is shorter than one piece. */
  byte[] all() {
    return Arrays.copyOf(piece, used);
  }

  /** Sends the rest of a body that is longer than one piece. */
  void end() throws IOException {
    outlet.write(piece, used);
    outlet.end();
  }
}
