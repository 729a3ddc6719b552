package io.heddle.exporter.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.RequestHeaderFieldsTooLargeException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.jspecify.annotations.Nullable;

/**
 * The requests and answers of one connection. HttpCore parses heads and writes them; bodies of
 * requests do not exist here, and the length of an answer is known unless it is a streamed one.
 */
final class Conversation {
  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setMaxLineLength(HeadLimit.BYTES)
          .setMaxHeaderCount(64)
          .setMaxEmptyLineCount(4)
          .build();

  private final Connection connection;
  private final Site site;
  private final HeadLimit in;
  private final OutputStream out;
  private final HeadWriter heads;
  private final SessionInputBufferImpl inBuffer =
      new SessionInputBufferImpl(HeadLimit.BYTES, HeadLimit.BYTES);
  private final DefaultHttpRequestParser parser =
      new DefaultHttpRequestParser(LIMITS, BasicLineParser.INSTANCE, null);

  Conversation(Connection connection, Site site) throws IOException {
    this.connection = connection;
    this.site = site;
    this.in = new HeadLimit(connection.input(), connection);
    this.out = connection.output();
    this.heads = new HeadWriter(out);
  }

  /** Returns when the server is the one to close; a client that left is an exception. */
  void run() throws IOException, InterruptedException {
    boolean more = true;
    while (more) {
      connection.reading();
      in.nextHead();
      more = exchange();
    }
  }

  private boolean exchange() throws IOException, InterruptedException {
    @Nullable ClassicHttpRequest request;
    try {
      request = parser.parse(inBuffer, in);
    } catch (RequestHeaderFieldsTooLargeException | HeadLimit.TooLarge e) {
      return refuse(431, "a request head has at most 8192 bytes and 64 headers");
    } catch (HttpException e) {
      return refuse(400, "this is not an HTTP/1.1 request");
    }
    if (request == null) {
      // the client has closed between two requests
      return false;
    }
    connection.serving();
    Answer refusal = refusal(request);
    boolean head = request.getMethod().equals("HEAD");
    if (refusal != null) {
      return send(refusal, head, false);
    }
    boolean keepAlive = keepsAlive(request);
    Outlet outlet = new Outlet(connection, heads, head, keepAlive, isOld(request.getVersion()));
    Answer answer = site.routes().answer(ask(request), outlet);
    return answer == null ? keepAlive : send(answer, head, keepAlive);
  }

  private boolean refuse(int status, String sentence) throws IOException {
    connection.serving();
    return send(Renderer.error(status, sentence), false, false);
  }

  private @Nullable Answer refusal(ClassicHttpRequest request) {
    ProtocolVersion version = request.getVersion();
    if (version != null && version.greaterEquals(HttpVersion.HTTP_2)) {
      return Renderer.error(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
    }
    Header[] hosts = request.getHeaders("Host");
    if (hosts.length > 1 || (hosts.length == 0 && !isOld(version))) {
      return Renderer.error(400, "one Host header is required");
    }
    if (hosts.length == 1 && !site.hosts().allows(text(hosts[0]))) {
      return Renderer.error(403, "this Host is not served here");
    }
    if (request.containsHeader("Transfer-Encoding") || hasLength(request)) {
      return Renderer.error(400, "a request has no body here");
    }
    return null;
  }

  private static boolean hasLength(ClassicHttpRequest request) {
    for (Header header : request.getHeaders("Content-Length")) {
      if (!text(header).equals("0")) {
        return true;
      }
    }
    return false;
  }

  private static boolean keepsAlive(ClassicHttpRequest request) {
    String wish = joined(request, "Connection");
    return !isOld(request.getVersion()) && !wish.toLowerCase(Locale.ROOT).contains("close");
  }

  private static boolean isOld(@Nullable ProtocolVersion version) {
    return version != null && version.lessEquals(HttpVersion.HTTP_1_0);
  }

  private static Ask ask(ClassicHttpRequest request) {
    String target = request.getPath() == null ? "" : request.getPath();
    int mark = target.indexOf('?');
    return new Ask(
        request.getMethod(),
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? "" : target.substring(mark + 1),
        "",
        joined(request, "Accept"),
        joined(request, "Accept-Encoding"));
  }

  private static String joined(ClassicHttpRequest request, String name) {
    StringBuilder all = new StringBuilder();
    for (Header header : request.getHeaders(name)) {
      all.append(all.length() == 0 ? "" : ",").append(text(header));
    }
    return all.toString();
  }

  private static String text(Header header) {
    return header.getValue() == null ? "" : header.getValue().strip();
  }

  private boolean send(Answer answer, boolean head, boolean keepAlive) throws IOException {
    connection.writing(answer.body().size());
    heads.ofLength(answer.head(), answer.body().size(), keepAlive);
    if (!head) {
      answer.body().drainTo(out);
    }
    connection.written();
    return keepAlive;
  }
}
