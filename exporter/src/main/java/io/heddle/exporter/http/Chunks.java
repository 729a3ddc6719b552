package io.heddle.exporter.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;

/** Bytes in pieces of 32 KB, so that growing copies nothing. Not thread-safe. */
final class Chunks extends OutputStream {
  private static final int PIECE = 32 * 1024;
  private static final int FIRST = 1024;

  private final ArrayDeque<byte[]> full = new ArrayDeque<>();
  private byte[] last = new byte[FIRST];
  private int used;
  private long size;

  @Override
  public void write(int b) {
    if (used == last.length) {
      next();
    }
    last[used++] = (byte) b;
    size++;
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    int left = length;
    while (left > 0) {
      if (used == last.length) {
        next();
      }
      int n = Math.min(left, last.length - used);
      System.arraycopy(from, offset + length - left, last, used, n);
      used += n;
      left -= n;
    }
    size += length;
  }

  private void next() {
    full.add(last);
    last = new byte[PIECE];
    used = 0;
  }

  long size() {
    return size;
  }

  /** Writes everything and forgets each piece as soon as it is written. */
  void drainTo(OutputStream out) throws IOException {
    for (byte[] piece = full.poll(); piece != null; piece = full.poll()) {
      out.write(piece, 0, piece.length);
    }
    out.write(last, 0, used);
  }
}
