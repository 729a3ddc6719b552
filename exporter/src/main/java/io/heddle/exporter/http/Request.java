package io.heddle.exporter.http;

import java.util.List;

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
  /** Returns this request with the id that a route with {@code {id}} found in the path. */
  Request withId(String found) {
    return new Request(method, path, query, found, accept, acceptEncoding);
  }

  /** Returns true if the client accepts gzip. */
  public boolean takesGzip() {
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
   * @throws IllegalArgumentException as {@link QueryString#values}
   */
  public List<String> parameters(String name) {
    return QueryString.values(query, name);
  }
}
