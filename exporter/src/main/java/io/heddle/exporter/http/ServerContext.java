package io.heddle.exporter.http;

import java.util.function.Consumer;

/**
 * What every connection of a server shares.
 *
 * @param routes finds who answers
 * @param hosts which names are served
 * @param memory what responses may hold
 * @param turns how many are made at a time
 * @param timeouts how long clients may take
 * @param counters what became of requests
 * @param failures is told what a handler throws
 */
public record ServerContext(
    Router routes,
    HostHeaderPolicy hosts,
    ResponseMemory memory,
    RenderPermits turns,
    Timeouts timeouts,
    HttpCounters counters,
    Consumer<Throwable> failures) {
  /** Tells what went wrong; never throws. */
  public void report(Throwable cause) {
    try {
      failures.accept(cause);
    } catch (Throwable e) { // an OutOfMemoryError too: a response may be half sent
      // it is served on regardless
    }
  }
}
