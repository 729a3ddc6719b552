package io.heddle.exporter.http.connection;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParser;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.http.message.RequestLine;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Parses heads of requests as RFC 9112 wants them, where HttpCore takes more, and leaves targets as
 * they were sent: HttpCore would take a path that begins with two slashes for a host. Not
 * thread-safe.
 */
final class StrictRequestParser extends DefaultHttpRequestParser {
  /** Maximum length of a head. */
  static final int MAX_HEAD_BYTES = 8 * 1024;

  private static final int MAX_HEADERS = 64;
  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setMaxLineLength(MAX_HEAD_BYTES)
          .setMaxHeaderCount(MAX_HEADERS + 1) // it refuses the one that reaches this
          .setMaxEmptyLineCount(4)
          .build();

  StrictRequestParser() {
    super(LIMITS, LineParser.INSTANCE, null);
  }

  @Override
  protected ClassicHttpRequest createMessage(CharArrayBuffer line) throws HttpException {
    RequestLine parsed = LineParser.INSTANCE.parseRequestLine(line);
    ClassicHttpRequest request =
        new BasicClassicHttpRequest(parsed.getMethod(), null, null, parsed.getUri());
    request.setVersion(parsed.getProtocolVersion());
    return request;
  }

  /** Reads a connection, at most 8 KB for each head; the parser limits single lines only. */
  static final class HeadInput extends InputStream {
    private final TimedSocket socket;
    private final InputStream in;
    private int left = MAX_HEAD_BYTES;
    private boolean started;
    private boolean ended;

    HeadInput(TimedSocket socket) throws IOException {
      this.socket = socket;
      this.in = socket.input();
    }

    /**
     * Begins another head.
     *
     * @param started true if its first bytes are here already
     */
    void nextHead(boolean started) {
      this.left = MAX_HEAD_BYTES;
      this.started = started;
    }

    /** Returns true if the client has sent its last byte and a head wanted more. */
    boolean hasEnded() {
      return ended;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        throw new HeadTooLargeException();
      }
      int n = in.read(into, offset, Math.min(length, left));
      ended |= n < 0;
      if (n > 0) {
        left -= n;
        if (!started) {
          started = true;
          socket.reading();
        }
      }
      return n;
    }
  }

  /** Thrown when a head does not end within the limit. */
  static final class HeadTooLargeException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Parses lines with a version, without NUL, bare CR or other control characters, and with names
   * that are tokens. HttpCore takes blanks in names, and CR for a blank, which others on the way
   * may read differently.
   */
  private static final class LineParser extends BasicLineParser {
    static final LineParser INSTANCE = new LineParser();

    private static final String VERSION = "HTTP/";
    private static final String TOKEN = "!#$%&'*+-.^_`|~";

    @Override
    public RequestLine parseRequestLine(CharArrayBuffer line) throws ParseException {
      checkControls(line);
      checkVersion(line);
      RequestLine parsed = super.parseRequestLine(line);
      checkToken(parsed.getMethod());
      return parsed;
    }

    @Override
    public Header parseHeader(CharArrayBuffer line) throws ParseException {
      checkControls(line);
      int colon = line.indexOf(':');
      checkToken(colon < 0 ? "" : line.substring(0, colon));
      return super.parseHeader(line);
    }

    /** Checks for HTTP/ and two digits: HttpCore takes other numbers, signs included, and none. */
    private static void checkVersion(CharArrayBuffer line) throws ParseException {
      int end = line.length();
      while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
        end--;
      }
      int begin = end - VERSION.length() - 3;
      boolean valid =
          begin > 0
              && line.charAt(begin - 1) == ' '
              && VERSION.equals(line.substring(begin, begin + VERSION.length()))
              && isDigit(line.charAt(end - 3))
              && line.charAt(end - 3) != '0'
              && line.charAt(end - 2) == '.'
              && isDigit(line.charAt(end - 1));
      if (!valid) {
        throw new ParseException("no version of HTTP");
      }
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static void checkControls(CharArrayBuffer line) throws ParseException {
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        if ((c < ' ' && c != '\t') || c == 0x7F) {
          throw new ParseException("a control character");
        }
      }
    }

    private static void checkToken(String name) throws ParseException {
      boolean valid = !name.isEmpty();
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        valid &= letter || isDigit(c) || TOKEN.indexOf(c) >= 0;
      }
      if (!valid) {
        throw new ParseException("not a token");
      }
    }
  }

  /**
   * The target of a request, which stands between method and version.
   *
   * @param host with its port, of a target that is a URL; empty if it is a path
   * @param path without query, not decoded
   * @param query after the question mark, not decoded; empty if there is none
   */
  record Target(String host, String path, String query) {
    private static final int LAST_PORT = 65_535;

    /** Parses a target; returns null if it is not valid. */
    static @Nullable Target parse(@Nullable String target) {
      if (target == null || target.startsWith("//")) {
        return null;
      }
      String lower = target.toLowerCase(Locale.ROOT);
      if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
        return of("", target);
      }
      int begin = target.indexOf("//") + 2;
      int end = begin;
      while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
        end++;
      }
      String host = target.substring(begin, end);
      String rest = target.substring(end);
      return isHost(host) ? of(host, rest.startsWith("/") ? rest : "/".concat(rest)) : null;
    }

    private static Target of(String host, String rest) {
      int mark = rest.indexOf('?');
      return new Target(
          host,
          mark < 0 ? rest : rest.substring(0, mark),
          mark < 0 ? "" : rest.substring(mark + 1));
    }

    private static boolean isHost(String host) {
      try {
        URI uri = new URI("http://" + host);
        return uri.getHost() != null && uri.getUserInfo() == null && uri.getPort() <= LAST_PORT;
      } catch (URISyntaxException e) {
        return false;
      }
    }
  }
}
