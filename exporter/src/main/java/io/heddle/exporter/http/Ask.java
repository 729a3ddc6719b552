package io.heddle.exporter.http;

/**
 * What a client asks for.
 *
 * @param method such as GET
 * @param path without query, not decoded
 * @param query after the question mark, not decoded; empty if there is none
 * @param id what stands in the place of {@code {id}}, decoded; empty if the page has none
 * @param accept all Accept headers joined by commas; empty if there is none
 * @param acceptEncoding likewise
 */
public record Ask(
    String method, String path, String query, String id, String accept, String acceptEncoding) {
  /** The same for a page whose path has a part that varies. */
  Ask withId(String found) {
    return new Ask(method, path, query, found, accept, acceptEncoding);
  }

  /** True if the client takes gzip. */
  boolean takesGzip() {
    for (String item : acceptEncoding.split(",", -1)) {
      String[] parts = item.split(";", -1);
      if (parts[0].strip().equalsIgnoreCase("gzip")) {
        return parts.length == 1 || !parts[1].strip().matches("[qQ]=0(\\.0*)?");
      }
    }
    return false;
  }
}
