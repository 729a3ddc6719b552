package io.heddle.exporter.http;

import io.heddle.exporter.json.ErrorJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes answers of replies, a few at a time. Thread-safe. */
final class Renderer {
  private final Consumer<Throwable> failures;
  private final Turns turns = new Turns();

  Renderer(Consumer<Throwable> failures) {
    this.failures = failures;
  }

  /**
   * Renders the answer into memory, or through the outlet if it is a long one that is streamed.
   *
   * @return null if the outlet has it
   * @throws IOException if the outlet has not got all of it: the connection is of no use any more
   */
  @Nullable Answer render(Reply reply, Ask ask, Outlet outlet)
      throws IOException, InterruptedException {
    if (reply.body().isStreamed()) {
      Head head = new Head(reply.status(), reply.contentType(), ask.takesGzip());
      return streamed(reply.body(), head, outlet, new Pieces(head, turns, outlet));
    }
    if (!reply.body().isCostly()) {
      return renderedSafely(reply, ask);
    }
    // rendering needs memory and processor, never the network: slow clients cannot hold a turn
    if (!turns.begin()) {
      return tooMany();
    }
    try {
      return renderedSafely(reply, ask);
    } finally {
      turns.end();
    }
  }

  private @Nullable Answer streamed(Reply.Body body, Head head, Outlet outlet, Pieces pieces)
      throws IOException, InterruptedException {
    if (!pieces.begin()) {
      return tooMany();
    }
    try {
      write(body, head.gzip(), pieces);
      return pieces.end();
    } catch (Exception | StackOverflowError | LinkageError | OutOfMemoryError e) {
      if (outlet.isSatisfied()) {
        // a body that is asked for its head only is stopped by an exception
        outlet.written();
        return null;
      }
      if (outlet.isBroken()) {
        throw new IOException(e);
      }
      if (!outlet.hasBegun()) {
        return failed(e);
      }
      report(e);
      throw new IOException(e);
    } finally {
      pieces.leave();
    }
  }

  private static Answer tooMany() {
    return error(503, "too many requests at the same time");
  }

  private Answer renderedSafely(Reply reply, Ask ask) {
    try {
      return rendered(reply, ask.takesGzip());
    } catch (Exception | StackOverflowError | LinkageError | OutOfMemoryError e) {
      return failed(e);
    }
  }

  /** The answer to whoever asked for what failed. */
  Answer failed(Throwable cause) {
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
    Chunks chunks = new Chunks();
    write(reply.body(), gzip, chunks);
    return new Answer(new Head(reply.status(), reply.contentType(), gzip), chunks);
  }

  private static void write(Reply.Body body, boolean gzip, OutputStream out) throws IOException {
    if (!gzip) {
      body.writeTo(out);
      return;
    }
    FastGzip zip = new FastGzip(out);
    try {
      body.writeTo(zip);
      zip.finish();
    } finally {
      zip.release();
    }
  }

  /** An answer that says what is wrong, as one JSON object. */
  static Answer error(int status, String sentence) {
    try {
      return rendered(new Reply(status, Reply.JSON, new ErrorJson(sentence)), false);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }
}
