package io.heddle.registry.snapshot;

import java.io.IOException;

/** Takes what a scrape reads, metric by metric, so that it need not be held as a whole. */
public interface MetricSink {
  /** Number of histogram points that are read at a time: 2 or 3 kilobytes each while written. */
  int HISTOGRAMS = 32;

  /**
   * Takes one metric or a part of it. No lock is held: it may wait for a client.
   *
   * @param metric with some or all of its points; those of one label set are in one part
   * @param continued true if it has further points of the metric taken before
   * @throws IOException if the sink cannot take it: the scrape ends
   */
  void take(MetricSnapshot metric, boolean continued) throws IOException;

  /**
   * Takes the share that nested runs, which are part of others, have of a metric of the same name,
   * see {@code NestedRunRule}. The share has been read together with that metric.
   *
   * @throws IOException if the sink cannot take it: the scrape ends
   */
  default void part(MetricSnapshot share) throws IOException {}
}
