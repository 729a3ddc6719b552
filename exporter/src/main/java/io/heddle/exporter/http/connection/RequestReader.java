package io.heddle.exporter.http.connection;

import io.heddle.exporter.http.HostHeaderPolicy;
import io.heddle.exporter.http.Request;
import io.heddle.exporter.http.Response;
import java.io.IOException;
import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.RequestHeaderFieldsTooLargeException;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests of one connection and refuses those that cannot be answered. Bodies of
 * requests are not read. Not thread-safe.
 */
final class RequestReader {
  private static final HeadWriter.Options LAST = HeadWriter.Options.last(false);

  private final TimedSocket socket;
  private final HostHeaderPolicy hosts;
  private final StrictRequestParser.HeadInput in;
  private final SessionInputBufferImpl buffer =
      new SessionInputBufferImpl(
          StrictRequestParser.MAX_HEAD_BYTES, StrictRequestParser.MAX_HEAD_BYTES);
  private final StrictRequestParser parser = new StrictRequestParser();

  RequestReader(TimedSocket socket, HostHeaderPolicy hosts) throws IOException {
    this.socket = socket;
    this.hosts = hosts;
    this.in = new StrictRequestParser.HeadInput(socket);
  }

  /**
   * Waits for the next request and reads its head.
   *
   * @return null if the client has closed between two requests
   * @throws RefusedException if the request is to be refused, after which the connection is closed
   */
  @Nullable Incoming read() throws IOException, RefusedException {
    ClassicHttpRequest head;
    try {
      head = parser.parse(buffer, in);
    } catch (RequestHeaderFieldsTooLargeException | StrictRequestParser.HeadTooLargeException e) {
      throw refused(431, "a request head has at most 8192 bytes and 64 headers");
    } catch (HttpException | RuntimeException e) {
      // HttpCore throws either, by what is wrong
      throw refused(400, "this is not an HTTP/1.1 request");
    }
    if (head == null) {
      return null;
    }
    if (in.hasEnded()) {
      throw refused(400, "the head of the request is cut");
    }
    return checked(head);
  }

  private static RefusedException refused(int status, String sentence) {
    return new RefusedException(Response.error(status, sentence), LAST);
  }

  /** Prepares for another request, a part of which may have come with the last one. */
  void prepareNext() {
    boolean started = buffer.hasBufferedData();
    if (started) {
      socket.reading();
    } else {
      socket.idle();
    }
    in.nextHead(started);
  }

  private Incoming checked(ClassicHttpRequest head) throws RefusedException {
    boolean headOnly = head.getMethod().equals("HEAD");
    StrictRequestParser.Target target = StrictRequestParser.Target.parse(head.getPath());
    Response refusal = refusal(head, target);
    if (refusal != null || target == null) {
      Response error = refusal == null ? badTarget() : refusal;
      throw new RefusedException(error, HeadWriter.Options.last(headOnly));
    }
    Request request =
        new Request(
            head.getMethod(),
            target.path(),
            target.query(),
            "",
            joined(head, "Accept"),
            joined(head, "Accept-Encoding"));
    boolean http10 = isHttp10(head.getVersion());
    boolean keepAlive = !http10 && !hasBody(head) && keepsAlive(head);
    return new Incoming(
        request, new HeadWriter.Options(headOnly, keepAlive, http10, request.acceptsGzip()));
  }

  private @Nullable Response refusal(
      ClassicHttpRequest head, StrictRequestParser.@Nullable Target target) {
    ProtocolVersion version = head.getVersion();
    if (version != null && version.greaterEquals(HttpVersion.HTTP_2)) {
      return Response.error(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
    }
    if (target == null) {
      return badTarget();
    }
    Header[] hostHeaders = head.getHeaders("Host");
    if (hostHeaders.length > 1 || (hostHeaders.length == 0 && !isHttp10(version))) {
      return Response.error(400, "one Host header is required");
    }
    if (!isServed(hostHeaders, target)) {
      return Response.error(403, "this Host is not served here");
    }
    boolean reads = head.getMethod().equals("GET") || head.getMethod().equals("HEAD");
    return reads && hasBody(head) ? Response.error(400, "a request has no body here") : null;
  }

  private static Response badTarget() {
    return Response.error(
        400, "a request asks for a path that begins with one slash, or for a URL");
  }

  /**
   * Returns true if every host of the request is served. The host of an absolute target counts too:
   * it is the one that RFC 9112 wants to be obeyed.
   */
  private boolean isServed(Header[] hostHeaders, StrictRequestParser.Target target) {
    return (hostHeaders.length == 0 || hosts.allows(text(hostHeaders[0])))
        && (target.host().isEmpty() || hosts.allows(target.host()));
  }

  private static boolean hasBody(ClassicHttpRequest head) {
    for (Header header : head.getHeaders("Content-Length")) {
      if (!text(header).equals("0")) {
        return true;
      }
    }
    return head.containsHeader("Transfer-Encoding");
  }

  private static boolean keepsAlive(ClassicHttpRequest head) {
    return !joined(head, "Connection").toLowerCase(Locale.ROOT).contains("close");
  }

  private static boolean isHttp10(@Nullable ProtocolVersion version) {
    return version != null && version.lessEquals(HttpVersion.HTTP_1_0);
  }

  private static String joined(ClassicHttpRequest head, String name) {
    StringBuilder all = new StringBuilder();
    for (Header header : head.getHeaders(name)) {
      all.append(all.length() == 0 ? "" : ",").append(text(header));
    }
    return all.toString();
  }

  private static String text(Header header) {
    return header.getValue() == null ? "" : header.getValue().strip();
  }

  /**
   * A request that can be answered.
   *
   * @param options of its response, as the client wants them
   */
  record Incoming(Request request, HeadWriter.Options options) {}

  /** Thrown for a request that gets an error instead of the response of a handler. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Response response;
    private final transient HeadWriter.Options options;

    RefusedException(Response response, HeadWriter.Options options) {
      // no stack trace: a client could make the server fill one for each request
      super(null, null, false, false);
      this.response = response;
      this.options = options;
    }

    Response response() {
      return response;
    }

    HeadWriter.Options options() {
      return options;
    }
  }
}
