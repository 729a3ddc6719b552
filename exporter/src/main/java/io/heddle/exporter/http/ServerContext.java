package io.heddle.exporter.http;

import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * The objects that all connections of a server share. Thread-safe.
 *
 * @param router finds the handler of a request
 * @param hosts decides which names are served
 * @param memory limits the bytes that responses hold
 * @param renderPermits limits how many responses are rendered at a time
 * @param timeouts limits how long clients may take
 * @param counters counts responses and cut connections
 * @param failures receives what a handler throws
 */
public record ServerContext(
    Router router,
    HostHeaderPolicy hosts,
    ResponseMemory memory,
    Semaphore renderPermits,
    Timeouts timeouts,
    HttpCounters counters,
    Consumer<Throwable> failures) {
  /** Number of responses that are rendered at a time, as each takes processor time. */
  private static final int PARALLEL = 2;

  /** Creates the context of a server that has not served anything yet. */
  public ServerContext(
      Router router,
      HostHeaderPolicy hosts,
      ResponseMemory memory,
      Timeouts timeouts,
      Consumer<Throwable> failures) {
    // fair: a client that asks again and again does not starve another
    this(
        router,
        hosts,
        memory,
        new Semaphore(PARALLEL, true),
        timeouts,
        new HttpCounters(),
        failures);
  }

  /** Reports a failure; never throws. */
  public void report(Throwable cause) {
    try {
      failures.accept(cause);
    } catch (Throwable e) { // an OutOfMemoryError too: a response may be half sent
      // it is served on regardless
    }
  }

  /**
   * The times that a client may take, in nanoseconds.
   *
   * @param request from its first byte, or from the connection, to the end of the head
   * @param chunk until it takes the next chunk of a response
   * @param response for all of a response
   * @param idle from a response to the next request
   */
  public record Timeouts(long request, long chunk, long response, long idle) {
    private static final long SECOND = 1_000_000_000L;

    /**
     * The timeouts of a server. An idle connection outlives the longest usual scrape interval,
     * Prometheus' default of a minute, so that a scraper does not connect anew each time; it costs
     * a thread that sleeps, and gives way to any other.
     */
    public static final Timeouts DEFAULT =
        new Timeouts(5 * SECOND, 10 * SECOND, 60 * SECOND, 90 * SECOND);
  }
}
