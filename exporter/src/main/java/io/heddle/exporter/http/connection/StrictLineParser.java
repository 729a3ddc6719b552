package io.heddle.exporter.http.connection;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.http.message.RequestLine;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Parses the lines of a head as RFC 9112 wants them: with a version, without NUL, bare CR or other
 * control characters, and with names that are tokens. HttpCore takes blanks in names, and CR for a
 * blank, which others on the way may read differently.
 */
final class StrictLineParser extends BasicLineParser {
  static final StrictLineParser INSTANCE = new StrictLineParser();

  private static final String VERSION = "HTTP/";
  private static final String TOKEN = "!#$%&'*+-.^_`|~";

  private StrictLineParser() {}

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
    boolean fine =
        begin > 0
            && line.charAt(begin - 1) == ' '
            && VERSION.equals(line.substring(begin, begin + VERSION.length()))
            && isDigit(line.charAt(end - 3))
            && line.charAt(end - 3) != '0'
            && line.charAt(end - 2) == '.'
            && isDigit(line.charAt(end - 1));
    if (!fine) {
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
    boolean fine = !name.isEmpty();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      fine &= letter || isDigit(c) || TOKEN.indexOf(c) >= 0;
    }
    if (!fine) {
      throw new ParseException("not a token");
    }
  }
}
