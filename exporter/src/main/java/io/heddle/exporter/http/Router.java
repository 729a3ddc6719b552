package io.heddle.exporter.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the handler of a path and calls it. Immutable. */
public final class Router {
  private static final String ID = "{id}";

  /** Answers the requests of one path. Called by several threads at once. */
  public interface Handler {
    /** Returns the response; work that is costly belongs into its body. */
    Response handle(Request request);
  }

  private final Map<List<String>, Handler> handlers = new LinkedHashMap<>();

  /**
   * Creates a router.
   *
   * @param handlers by path, of which one part between slashes may be {@code {id}}; where two fit,
   *     the first is taken
   */
  public Router(Map<String, Handler> handlers) {
    handlers.forEach((path, handler) -> this.handlers.put(parts(path), handler));
  }

  private static List<String> parts(String path) {
    return List.of(path.split("/", -1));
  }

  /** Returns the response of the handler, or one that says why there is none. */
  public Response handle(Request request) {
    List<String> path = decoded(request.path());
    for (Map.Entry<List<String>, Handler> route : handlers.entrySet()) {
      String id = path == null ? null : match(route.getKey(), path);
      if (id != null) {
        return allows(request.method())
            ? route.getValue().handle(request.withId(id))
            : Response.error(405, "only GET and HEAD are allowed").with("Allow", "GET, HEAD");
      }
    }
    return Response.error(404, "there is nothing at this path");
  }

  private static boolean allows(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** Decodes each part, so that an id may have an escaped slash; null if an escape is broken. */
  private static @Nullable List<String> decoded(String path) {
    List<String> decoded = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      try {
        // a plus is a plus: this is no form
        decoded.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
    return decoded;
  }

  /** Returns the id in the path, empty if the route has none; null if the path differs. */
  private static @Nullable String match(List<String> route, List<String> path) {
    if (route.size() != path.size()) {
      return null;
    }
    String id = "";
    for (int i = 0; i < route.size(); i++) {
      String part = path.get(i);
      if (route.get(i).equals(ID) && !part.isEmpty()) {
        id = part;
      } else if (!route.get(i).equals(part)) {
        return null;
      }
    }
    return id;
  }
}
