package io.heddle.exporter.exposition;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A message that may be long, kept in chunks until its length is known. The chunks are used again
 * for the next one. Not thread-safe.
 */
final class ProtobufMessage extends OutputStream {
  private static final int CHUNK = 8 * 1024;

  private final List<byte[]> chunks = new ArrayList<>();
  private long size;

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    int left = length;
    while (left > 0) {
      int chunk = (int) (size / CHUNK);
      int at = (int) (size % CHUNK);
      if (chunk == chunks.size()) {
        chunks.add(new byte[CHUNK]);
      }
      int n = Math.min(left, CHUNK - at);
      System.arraycopy(from, offset + length - left, chunks.get(chunk), at, n);
      size += n;
      left -= n;
    }
  }

  long size() {
    return size;
  }

  /** Writes the whole message, chunk by chunk, and empties it. */
  void moveTo(OutputStream out) throws IOException {
    for (long at = 0; at < size; at += CHUNK) {
      out.write(chunks.get((int) (at / CHUNK)), 0, (int) Math.min(CHUNK, size - at));
    }
    size = 0;
  }
}
