package io.heddle.exporter;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads bodies in chunks. */
final class Chunks {
  private Chunks() {}

  /** Reads chunks until the last one; what ends before is an exception. */
  static byte[] read(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = one(in, all); size > 0; size = one(in, all)) {
      // the next one
    }
    return all.toByteArray();
  }

  /** Reads the next one; 0 if it was the last. */
  static int one(InputStream in, ByteArrayOutputStream into) throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.indexOf("\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException("no last chunk");
      }
      line.append((char) c);
    }
    int size = Integer.parseInt(line.toString().strip(), 16);
    byte[] data = in.readNBytes(size);
    into.writeBytes(data);
    if (data.length < size || in.readNBytes(2).length < 2) {
      throw new EOFException("a chunk is cut");
    }
    return size;
  }
}
