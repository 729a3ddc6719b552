package io.heddle.exporter.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of a client.
 *
 * @param method such as GET
 * @param path without query, not decoded
 * @param query after the question mark, not decoded; empty if there is none
 * @param id the part of the path in the place of {@code {id}}, decoded; empty if the route has none
 * @param accept all Accept headers joined by commas; empty if there is none
 * @param acceptEncoding likewise
 */
public record Request(
    String method, String path, String query, String id, String accept, String acceptEncoding) {
  private static final int MAX_QUOTED = 40;

  /** Returns this request with the id that a route with {@code {id}} found in the path. */
  Request withId(String found) {
    return new Request(method, path, query, found, accept, acceptEncoding);
  }

  /** Returns true if the client accepts gzip. */
  public boolean acceptsGzip() {
    for (String item : acceptEncoding.split(",", -1)) {
      String[] parts = item.split(";", -1);
      if (parts[0].strip().equalsIgnoreCase("gzip")) {
        return parts.length == 1 || !parts[1].strip().matches("[qQ]=0(\\.0*)?");
      }
    }
    return false;
  }

  /**
   * Returns the values of a parameter of the query.
   *
   * @throws IllegalArgumentException as {@link #parameters(String, String)}
   */
  public List<String> parameters(String name) {
    return parameters(query, name);
  }

  /**
   * Returns the values of one parameter of a query, decoded and in their order.
   *
   * @param query not decoded
   * @throws IllegalArgumentException in one sentence, if one of them has a broken percent escape
   */
  public static List<String> parameters(String query, String name) {
    List<String> values = new ArrayList<>();
    for (String parameter : query.split("&", -1)) {
      int sign = parameter.indexOf('=');
      if (!name.equals(decoded(sign < 0 ? parameter : parameter.substring(0, sign)))) {
        continue;
      }
      String raw = sign < 0 ? "" : parameter.substring(sign + 1);
      String value = decoded(raw);
      if (value == null) {
        throw new IllegalArgumentException(name + " has a broken percent escape: " + quoted(raw));
      }
      values.add(value);
    }
    return values;
  }

  private static @Nullable String decoded(String raw) {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns a value for an error message, in quotes and cut to 40 characters. */
  public static String quoted(String value) {
    return "'"
        + (value.length() <= MAX_QUOTED ? value : value.substring(0, MAX_QUOTED) + "…")
        + "'";
  }
}
