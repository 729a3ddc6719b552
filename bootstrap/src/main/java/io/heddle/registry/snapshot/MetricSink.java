package io.heddle.registry.snapshot;

import io.heddle.registry.family.NestedRunRule;
import java.io.IOException;

/** Takes what a scrape reads, metric by metric, so that nobody has to hold all of it. */
public interface MetricSink {
  /**
   * Histogram points that are read at a time: two or three kilobytes each while they are written.
   */
  int HISTOGRAMS = 32;

  /**
   * Takes one metric or a part of it. No lock is held: it may wait for a client.
   *
   * @param metric with some or all of its points; those of one label set are in one part
   * @param continued true if it has more points of the metric before
   * @throws IOException if it cannot: the rest is not wanted
   */
  void take(MetricSnapshot metric, boolean continued) throws IOException;

  /**
   * Takes the share that runs which are part of others have of a metric of the same name, see
   * {@link NestedRunRule}. It has been read together with that metric.
   *
   * @throws IOException if it cannot: the rest is not wanted
   */
  default void part(MetricSnapshot share) throws IOException {}
}
