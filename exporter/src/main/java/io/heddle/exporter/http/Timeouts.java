package io.heddle.exporter.http;

/**
 * The times that a client may take, in nanoseconds.
 *
 * @param request from its first byte, or from the connection, to the end of the head
 * @param piece until it takes the next piece of a response
 * @param response for all of a response
 * @param idle from a response to the next request
 */
public record Timeouts(long request, long piece, long response, long idle) {
  private static final long SECOND = 1_000_000_000L;

  /**
   * The timeouts of a server. An idle connection outlives the longest usual scrape interval,
   * Prometheus' default of a minute, so that a scraper does not connect anew each time; it costs a
   * thread that sleeps, and gives way to any other.
   */
  public static final Timeouts DEFAULT =
      new Timeouts(5 * SECOND, 10 * SECOND, 60 * SECOND, 90 * SECOND);
}
