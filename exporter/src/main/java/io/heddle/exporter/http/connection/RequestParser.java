package io.heddle.exporter.http.connection;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParser;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.RequestLine;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Parses heads of requests and leaves their targets as they were sent: HttpCore would take a path
 * that begins with two slashes for a host. Not thread-safe.
 */
final class RequestParser extends DefaultHttpRequestParser {
  private static final int HEADERS = 64;
  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setMaxLineLength(HeadInput.BYTES)
          .setMaxHeaderCount(HEADERS + 1) // it refuses the one that reaches this
          .setMaxEmptyLineCount(4)
          .build();

  RequestParser() {
    super(LIMITS, StrictLineParser.INSTANCE, null);
  }

  @Override
  protected ClassicHttpRequest createMessage(CharArrayBuffer line) throws HttpException {
    RequestLine parsed = StrictLineParser.INSTANCE.parseRequestLine(line);
    ClassicHttpRequest request =
        new BasicClassicHttpRequest(parsed.getMethod(), null, null, parsed.getUri());
    request.setVersion(parsed.getProtocolVersion());
    return request;
  }
}
