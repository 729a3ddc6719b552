package io.heddle.exporter.http;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.impl.io.ChunkedOutputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseWriter;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpDateGenerator;

/** Writes the heads of the answers of one connection. Not thread-safe. */
final class HeadWriter {
  private static final int BUFFER = 4096;

  private final OutputStream out;
  private final SessionOutputBufferImpl buffer = new SessionOutputBufferImpl(BUFFER);
  private final DefaultHttpResponseWriter writer = new DefaultHttpResponseWriter();

  HeadWriter(OutputStream out) {
    this.out = out;
  }

  /** The head of an answer of known length; what follows goes to the connection. */
  void ofLength(Head head, long length, boolean keepAlive) throws IOException {
    ClassicHttpResponse response = response(head, keepAlive);
    response.addHeader("Content-Length", Long.toString(length));
    write(response);
  }

  /** The head of an answer in chunks; {@link #chunks} is where they go. */
  void chunked(Head head, boolean keepAlive) throws IOException {
    ClassicHttpResponse response = response(head, keepAlive);
    response.addHeader("Transfer-Encoding", "chunked");
    write(response);
  }

  /** The head of an answer that ends with the connection. */
  void untilClose(Head head) throws IOException {
    write(response(head, false));
  }

  /** Takes a body; finishing it writes the last chunk. Pieces of 4 KB or more are not copied. */
  ChunkedOutputStream chunks() {
    return new ChunkedOutputStream(buffer, out, BUFFER);
  }

  private void write(ClassicHttpResponse response) throws IOException {
    try {
      writer.write(response, buffer, out);
    } catch (HttpException e) {
      throw new IOException(e);
    }
    buffer.flush(out);
  }

  private static ClassicHttpResponse response(Head head, boolean keepAlive) {
    ClassicHttpResponse response = new BasicClassicHttpResponse(head.status());
    response.setVersion(HttpVersion.HTTP_1_1);
    response.addHeader("Date", HttpDateGenerator.INSTANCE.getCurrentDate());
    response.addHeader("Content-Type", head.contentType());
    if (head.gzip()) {
      response.addHeader("Content-Encoding", "gzip");
    }
    response.addHeader("Vary", "Accept, Accept-Encoding");
    response.addHeader("Cache-Control", "no-store");
    response.addHeader("X-Content-Type-Options", "nosniff");
    if (head.status() == 405) {
      response.addHeader("Allow", "GET, HEAD");
    }
    response.addHeader("Connection", keepAlive ? "keep-alive" : "close");
    return response;
  }
}
