package io.heddle.exporter.http.connection;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A gzip stream of level 1: a third of the time of the default for a tenth more bytes. Not
 * thread-safe.
 */
public final class FastGzip extends GZIPOutputStream {
  /** Bytes that one stream holds: its buffer, and what zlib takes beside the heap. */
  static final long HELD_BYTES = 8 * 1024 + 272 * 1024;

  /** Begins to write to the stream. */
  public FastGzip(OutputStream out) throws IOException {
    super(out, 8192);
    def.setLevel(Deflater.BEST_SPEED);
  }

  /** Frees the native memory without writing an end: a cut response must not look whole. */
  public void release() {
    def.end();
  }
}
