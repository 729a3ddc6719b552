package io.heddle.exporter.http;

import io.heddle.exporter.json.ErrorJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Finds the page of a path and renders it. Thread-safe. */
public final class Routes {
  private static final int PARALLEL = 2;
  private static final String ID = "{id}";
  private static final long WAIT_SECONDS = 8;

  private final Map<String, Page> pages;
  private final Consumer<Throwable> failures;
  // fair: a client that asks again and again does not starve another
  private final Semaphore rendering = new Semaphore(PARALLEL, true);

  /**
   * @param pages by exact path, of which one part may be {@code {id}}
   * @param failures is told what a page throws
   */
  public Routes(Map<String, Page> pages, Consumer<Throwable> failures) {
    this.pages = Map.copyOf(pages);
    this.failures = failures;
  }

  /** Renders the answer; never throws but for {@link Error}s of the VM. */
  Answer answer(Ask ask) throws InterruptedException {
    Page page = pages.get(ask.path());
    if (page == null) {
      return answerOne(ask);
    }
    return answer(page, ask);
  }

  /** A page of one thing among many: one part of its path is an id. */
  private Answer answerOne(Ask ask) throws InterruptedException {
    for (Map.Entry<String, Page> page : pages.entrySet()) {
      String id = idIn(page.getKey(), ask.path());
      if (id != null) {
        return answer(page.getValue(), ask.withId(id));
      }
    }
    return error(404, "there is nothing at this path");
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

  private Answer answer(Page page, Ask ask) throws InterruptedException {
    if (!ask.method().equals("GET") && !ask.method().equals("HEAD")) {
      return error(405, "only GET and HEAD are allowed");
    }
    Reply reply;
    try {
      reply = page.reply(ask);
    } catch (RuntimeException | LinkageError e) {
      return failed(e);
    }
    return reply.body().isCostly() ? inTurn(reply, ask) : renderedSafely(reply, ask);
  }

  private Answer inTurn(Reply reply, Ask ask) throws InterruptedException {
    // rendering needs memory and processor, never the network: slow clients cannot hold the permit
    if (!rendering.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
      return error(503, "too many requests at the same time");
    }
    try {
      return renderedSafely(reply, ask);
    } finally {
      rendering.release();
    }
  }

  private Answer renderedSafely(Reply reply, Ask ask) {
    try {
      return rendered(reply, ask.takesGzip());
    } catch (Exception | StackOverflowError | LinkageError | OutOfMemoryError e) {
      return failed(e);
    }
  }

  private Answer failed(Throwable cause) {
    report(cause);
    return error(500, "the answer could not be made");
  }

  /** Tells what went wrong; never throws. */
  void report(Throwable cause) {
    try {
      failures.accept(cause);
    } catch (RuntimeException e) {
      // it is served on regardless
    }
  }

  private static Answer rendered(Reply reply, boolean gzip) throws IOException {
    Chunks body = new Chunks();
    if (gzip) {
      try (OutputStream out = new FastGzip(body)) {
        reply.body().writeTo(out);
      }
    } else {
      reply.body().writeTo(body);
    }
    return new Answer(reply.status(), reply.contentType(), gzip, body);
  }

  /** An answer that says what is wrong, as one JSON object. */
  static Answer error(int status, String sentence) {
    try {
      return rendered(new Reply(status, Reply.JSON, new ErrorJson(sentence)), false);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  /** Level 1: a third of the time of the default for a tenth more bytes. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
