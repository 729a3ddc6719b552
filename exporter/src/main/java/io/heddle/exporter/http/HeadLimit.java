package io.heddle.exporter.http;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a connection, at most 8 KB for each head. The parser limits single lines only. */
final class HeadLimit extends InputStream {
  static final int BYTES = 8 * 1024;

  private final InputStream in;
  private final Connection connection;
  private int left = BYTES;
  private boolean begun;

  HeadLimit(InputStream in, Connection connection) {
    this.in = in;
    this.connection = connection;
  }

  void nextHead() {
    left = BYTES;
    begun = false;
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
    if (n > 0) {
      left -= n;
      if (!begun) {
        begun = true;
        connection.reading();
      }
    }
    return n;
  }

  /** The head has not ended within the limit. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;
  }
}
