package io.heddle.registry.snapshot;

import java.util.List;

/** Metrics that are read when a scrape asks for them, such as figures about Heddle itself. */
public interface MetricProducer {
  /** The metrics now; called under the scrape lock, at most by one thread at a time. */
  List<MetricSnapshot> read();
}
