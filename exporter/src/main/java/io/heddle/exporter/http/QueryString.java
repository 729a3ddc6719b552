package io.heddle.exporter.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads parameters from the query of a request. */
public final class QueryString {
  private static final int SHOWN = 40;

  private QueryString() {}

  /**
   * Returns the values of one parameter, decoded and in their order.
   *
   * @param query not decoded
   * @throws IllegalArgumentException in one sentence, if one of them has a broken percent escape
   */
  public static List<String> values(String query, String name) {
    List<String> values = new ArrayList<>();
    for (String parameter : query.split("&", -1)) {
      int sign = parameter.indexOf('=');
      if (!name.equals(decoded(sign < 0 ? parameter : parameter.substring(0, sign)))) {
        continue;
      }
      String raw = sign < 0 ? "" : parameter.substring(sign + 1);
      String value = decoded(raw);
      if (value == null) {
        throw new IllegalArgumentException(name + " has a broken percent escape: " + shown(raw));
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
  public static String shown(String value) {
    return "'" + (value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…") + "'";
  }
}
