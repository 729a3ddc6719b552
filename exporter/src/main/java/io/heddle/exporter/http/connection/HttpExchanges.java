package io.heddle.exporter.http.connection;

import io.heddle.exporter.http.Request;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.http.ServerContext;
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
 * Handles the requests and responses of one connection. HttpCore parses heads and writes them;
 * bodies of requests are not read.
 */
final class HttpExchanges {
  private final TimedSocket socket;
  private final ServerContext site;
  private final HeadInput in;
  private final ResponseSender sender;
  private final SessionInputBufferImpl inBuffer =
      new SessionInputBufferImpl(HeadInput.BYTES, HeadInput.BYTES);
  private final RequestParser parser = new RequestParser();

  HttpExchanges(TimedSocket socket, ServerContext site) throws IOException {
    this.socket = socket;
    this.site = site;
    this.in = new HeadInput(socket);
    this.sender = new ResponseSender(socket, site);
  }

  /** Handles requests until the server is the one to close; a client that left is an exception. */
  void run() throws IOException, InterruptedException {
    in.nextHead(false);
    while (exchange()) {
      boolean begun = inBuffer.hasBufferedData();
      if (begun) {
        socket.reading();
      } else {
        socket.idle();
      }
      in.nextHead(begun);
    }
  }

  /** Answers the next request; returns false if it was the last one. */
  private boolean exchange() throws IOException, InterruptedException {
    ClassicHttpRequest head;
    try {
      head = parser.parse(inBuffer, in);
    } catch (RequestHeaderFieldsTooLargeException | HeadInput.TooLarge e) {
      return refuse(Response.error(431, "a request head has at most 8192 bytes and 64 headers"));
    } catch (HttpException | RuntimeException e) {
      // HttpCore throws either, by what is wrong
      return refuse(Response.error(400, "this is not an HTTP/1.1 request"));
    }
    if (head == null) {
      // the client has closed between two requests
      return false;
    }
    if (in.hasEnded()) {
      return refuse(Response.error(400, "the head of the request is cut"));
    }
    socket.serving();
    return answer(head);
  }

  private boolean refuse(Response refusal) throws IOException, InterruptedException {
    socket.serving();
    sender.send(refusal, ResponseOptions.LAST);
    return false;
  }

  private boolean answer(ClassicHttpRequest head) throws IOException, InterruptedException {
    boolean headOnly = head.getMethod().equals("HEAD");
    RequestTarget target = RequestTarget.parse(head.getPath());
    Response refusal = refusal(head, target);
    if (refusal != null || target == null) {
      Response error = refusal == null ? badTarget() : refusal;
      sender.send(error, new ResponseOptions(headOnly, false, false, false));
      return false;
    }
    Request request = request(head, target);
    boolean old = isOld(head.getVersion());
    boolean keepAlive = !old && !hasBody(head) && keepsAlive(head);
    Response response;
    try {
      response = site.routes().handle(request);
    } catch (RuntimeException | LinkageError e) {
      response = sender.failed(e);
    }
    sender.send(response, new ResponseOptions(headOnly, keepAlive, old, request.takesGzip()));
    return keepAlive;
  }

  private @Nullable Response refusal(ClassicHttpRequest head, @Nullable RequestTarget target) {
    ProtocolVersion version = head.getVersion();
    if (version != null && version.greaterEquals(HttpVersion.HTTP_2)) {
      return Response.error(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
    }
    if (target == null) {
      return badTarget();
    }
    Header[] hosts = head.getHeaders("Host");
    if (hosts.length > 1 || (hosts.length == 0 && !isOld(version))) {
      return Response.error(400, "one Host header is required");
    }
    if (!isServed(hosts, target)) {
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
  private boolean isServed(Header[] hosts, RequestTarget target) {
    return (hosts.length == 0 || site.hosts().allows(text(hosts[0])))
        && (target.host().isEmpty() || site.hosts().allows(target.host()));
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

  private static boolean isOld(@Nullable ProtocolVersion version) {
    return version != null && version.lessEquals(HttpVersion.HTTP_1_0);
  }

  private static Request request(ClassicHttpRequest head, RequestTarget target) {
    return new Request(
        head.getMethod(),
        target.path(),
        target.query(),
        "",
        joined(head, "Accept"),
        joined(head, "Accept-Encoding"));
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
}
