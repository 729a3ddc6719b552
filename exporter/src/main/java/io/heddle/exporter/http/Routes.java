package io.heddle.exporter.http;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the page of a path and has it rendered. Thread-safe. */
public final class Routes {
  private static final String ID = "{id}";

  private final Map<String, Page> pages;
  private final Renderer renderer;

  /**
   * @param pages by path, of which one part between slashes may be {@code {id}}; where two fit, the
   *     one without an id is taken, then the first
   * @param failures is told what a page throws
   */
  public Routes(Map<String, Page> pages, Consumer<Throwable> failures) {
    // in the order given; an id has no slash, so no page hides one of more parts
    this.pages = new LinkedHashMap<>(pages);
    this.renderer = new Renderer(failures);
  }

  /**
   * Renders the answer, or sends it through the outlet if it is a long one.
   *
   * @return null if the outlet has it
   * @throws IOException if the outlet has not got all of it
   */
  @Nullable Answer answer(Ask ask, Outlet outlet) throws IOException, InterruptedException {
    Page page = pages.get(ask.path());
    if (page == null) {
      return answerOne(ask, outlet);
    }
    return answer(page, ask, outlet);
  }

  /** A page of one thing among many: one part of its path is an id. */
  private @Nullable Answer answerOne(Ask ask, Outlet outlet)
      throws IOException, InterruptedException {
    for (Map.Entry<String, Page> page : pages.entrySet()) {
      String id = idIn(page.getKey(), ask.path());
      if (id != null) {
        return answer(page.getValue(), ask.withId(id), outlet);
      }
    }
    return Renderer.error(404, "there is nothing at this path");
  }

  private static @Nullable String idIn(String pattern, String path) {
    int at = pattern.indexOf(ID);
    String rest = at < 0 ? "" : pattern.substring(at + ID.length());
    if (at < 0
        || path.length() <= at + rest.length()
        || !path.startsWith(pattern.substring(0, at))
        || !path.endsWith(rest)) {
      return null;
    }
    String id = path.substring(at, path.length() - rest.length());
    if (id.indexOf('/') >= 0) {
      return null;
    }
    try {
      // a plus is a plus: this is no form
      return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private @Nullable Answer answer(Page page, Ask ask, Outlet outlet)
      throws IOException, InterruptedException {
    if (!ask.method().equals("GET") && !ask.method().equals("HEAD")) {
      return Renderer.error(405, "only GET and HEAD are allowed");
    }
    Reply reply;
    try {
      reply = page.reply(ask);
    } catch (RuntimeException | LinkageError e) {
      return renderer.failed(e);
    }
    return renderer.render(reply, ask, outlet);
  }

  /** Tells what went wrong; never throws. */
  void report(Throwable cause) {
    renderer.report(cause);
  }
}
