package io.heddle.exporter.http;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides which Host headers are served. On loopback only the machine's own names are: a web page
 * that makes its name resolve to 127.0.0.1 (DNS rebinding) still sends its own name here.
 */
public final class HostHeaderPolicy {
  private final boolean any;
  private final Set<String> names;

  /**
   * Creates the policy of one server.
   *
   * @param configured host of the server
   * @param bound the address that is listened on
   */
  public HostHeaderPolicy(String configured, InetAddress bound) {
    this.any = !bound.isLoopbackAddress();
    this.names = new HashSet<>(List.of("localhost", "localhost.", "127.0.0.1", "[::1]"));
    names.add(bracketed(lower(configured)));
  }

  /** Returns true if requests to this host are answered. */
  public boolean allows(String host) {
    return any || names.contains(withoutPort(lower(host)));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String bracketed(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    if (colon < 0 || host.indexOf(']', colon) >= 0) {
      return host;
    }
    for (int i = colon + 1; i < host.length(); i++) {
      if (host.charAt(i) < '0' || host.charAt(i) > '9') {
        return host;
      }
    }
    return host.substring(0, colon);
  }
}
