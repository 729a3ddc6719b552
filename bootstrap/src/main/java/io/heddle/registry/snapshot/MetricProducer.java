package io.heddle.registry.snapshot;

import java.util.List;

/** A source of metrics that are read at each scrape, such as figures about Heddle itself. */
public interface MetricProducer {
  /** Returns the metrics now; called under the scrape lock, at most by one thread at a time. */
  List<MetricSnapshot> read();
}
