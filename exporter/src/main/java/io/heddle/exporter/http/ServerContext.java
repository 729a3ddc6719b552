package io.heddle.exporter.http;

import java.util.function.Consumer;

/**
 * The objects that all connections of a server share.
 *
 * @param routes finds the handler of a request
 * @param hosts decides which names are served
 * @param memory limits the bytes that responses hold
 * @param turns limits how many responses are made at a time
 * @param timeouts limits how long clients may take
 * @param counters counts responses and cut connections
 * @param failures receives what a handler throws
 */
public record ServerContext(
    Router routes,
    HostHeaderPolicy hosts,
    ResponseMemory memory,
    RenderPermits turns,
    Timeouts timeouts,
    HttpCounters counters,
    Consumer<Throwable> failures) {
  /** Reports a failure; never throws. */
  public void report(Throwable cause) {
    try {
      failures.accept(cause);
    } catch (Throwable e) { // an OutOfMemoryError too: a response may be half sent
      // it is served on regardless
    }
  }
}
