package io.heddle.exporter.http.connection;

import io.heddle.exporter.http.HttpCounters;
import io.heddle.exporter.http.Response;
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

/** Writes the heads of the responses of one connection, and counts them. Not thread-safe. */
final class HeadWriter {
  private static final int BUFFER = 4096;

  private final OutputStream out;
  private final HttpCounters counters;
  private final SessionOutputBufferImpl buffer = new SessionOutputBufferImpl(BUFFER);
  private final DefaultHttpResponseWriter writer = new DefaultHttpResponseWriter();

  HeadWriter(OutputStream out, HttpCounters counters) {
    this.out = out;
    this.counters = counters;
  }

  /** Writes the head of a response of known length, whose body goes to the connection as it is. */
  void ofLength(Response response, long length, Options options) throws IOException {
    ClassicHttpResponse head = head(response, options.gzip(), options.keepAlive());
    head.addHeader("Content-Length", Long.toString(length));
    write(head);
  }

  /** Writes the head of a response in chunks, which go to {@link #chunks}. */
  void chunked(Response response, Options options) throws IOException {
    ClassicHttpResponse head = head(response, options.gzip(), options.keepAlive());
    head.addHeader("Transfer-Encoding", "chunked");
    write(head);
  }

  /** Writes the head of a response that ends with the connection. */
  void untilClose(Response response, Options options) throws IOException {
    write(head(response, options.gzip(), false));
  }

  /**
   * Returns a stream that writes a body in chunks. Finishing it writes the last chunk. Chunks of 4
   * KB or more are not copied.
   */
  ChunkedOutputStream chunks() {
    return new ChunkedOutputStream(buffer, out, BUFFER);
  }

  private void write(ClassicHttpResponse head) throws IOException {
    counters.response(head.getCode());
    try {
      writer.write(head, buffer, out);
    } catch (HttpException e) {
      throw new IOException(e);
    }
    buffer.flush(out);
  }

  private static ClassicHttpResponse head(Response response, boolean gzip, boolean keepAlive) {
    ClassicHttpResponse head = new BasicClassicHttpResponse(response.status());
    head.setVersion(HttpVersion.HTTP_1_1);
    head.addHeader("Date", HttpDateGenerator.INSTANCE.getCurrentDate());
    response.headers().forEach(head::addHeader);
    if (gzip) {
      head.addHeader("Content-Encoding", "gzip");
    }
    head.addHeader("Vary", "Accept, Accept-Encoding");
    head.addHeader("Cache-Control", "no-store");
    head.addHeader("X-Content-Type-Options", "nosniff");
    head.addHeader("Connection", keepAlive ? "keep-alive" : "close");
    return head;
  }

  /**
   * The options of a response, as its client wants them.
   *
   * @param headOnly true to send no body
   * @param keepAlive true if the connection goes on afterwards
   * @param http10 true if the client speaks HTTP/1.0 and knows no chunks
   * @param gzip true to compress the body
   */
  record Options(boolean headOnly, boolean keepAlive, boolean http10, boolean gzip) {
    /** Returns the options of an error after which the connection is closed. */
    static Options last(boolean headOnly) {
      return new Options(headOnly, false, false, false);
    }

    /** Returns these options without compression, for a body that is not worth it. */
    Options withoutGzip() {
      return new Options(headOnly, keepAlive, http10, false);
    }
  }
}
