package io.heddle.exporter.http.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request, which stands between method and version.
 *
 * @param host with its port, of a target that is a URL; empty if it is a path
 * @param path without query, not decoded
 * @param query after the question mark, not decoded; empty if there is none
 */
record RequestTarget(String host, String path, String query) {
  private static final int LAST_PORT = 65_535;

  /** Parses a target; returns null if it is not valid. */
  static @Nullable RequestTarget parse(@Nullable String target) {
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

  private static RequestTarget of(String host, String rest) {
    int mark = rest.indexOf('?');
    return new RequestTarget(
        host, mark < 0 ? rest : rest.substring(0, mark), mark < 0 ? "" : rest.substring(mark + 1));
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
