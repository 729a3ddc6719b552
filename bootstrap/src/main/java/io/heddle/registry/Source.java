package io.heddle.registry;

import java.util.List;

/** Metrics that are read when a scrape asks for them, such as figures about Heddle itself. */
public interface Source {
  /** The metrics now; called under the scrape lock, at most by one thread at a time. */
  List<MetricSnapshot> read();
}
