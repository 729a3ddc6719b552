package io.heddle.exporter.http.connection;

import java.io.IOException;
import java.io.InputStream;

/** Reads a connection, at most 8 KB for each head; the parser limits single lines only. */
final class HeadInput extends InputStream {
  static final int BYTES = 8 * 1024;

  private final TimedSocket socket;
  private final InputStream in;
  private int left = BYTES;
  private boolean begun;
  private boolean ended;

  HeadInput(TimedSocket socket) throws IOException {
    this.socket = socket;
    this.in = socket.input();
  }

  /**
   * Begins another head.
   *
   * @param begun true if its first bytes are here already
   */
  void nextHead(boolean begun) {
    this.left = BYTES;
    this.begun = begun;
  }

  /** Returns true if the client has sent its last byte and a head wanted more. */
  boolean hasEnded() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (left == 0) {
      throw new TooLarge();
    }
    int n = in.read(into, offset, Math.min(length, left));
    ended |= n < 0;
    if (n > 0) {
      left -= n;
      if (!begun) {
        begun = true;
        socket.reading();
      }
    }
    return n;
  }

  /** Thrown when a head does not end within the limit. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;
  }
}
