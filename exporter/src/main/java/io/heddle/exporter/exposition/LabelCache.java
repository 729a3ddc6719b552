package io.heddle.exporter.exposition;

import io.heddle.exporter.text.WellFormed;
import io.heddle.registry.LabelSet;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.IdentityHashMap;

/**
 * Labels of client_java by label set. Sorting and checking them costs more than writing them, and
 * the registry hands out the same label sets at every scrape. Not thread-safe.
 */
final class LabelCache {
  private static final int SPARE = 4096;

  private final IdentityHashMap<LabelSet, Labels> known = new IdentityHashMap<>();
  private int asked;

  Labels of(LabelSet labels) {
    asked++;
    Labels found = known.get(labels);
    if (found == null) {
      found = made(labels);
      known.put(labels, found);
    }
    return found;
  }

  private static Labels made(LabelSet labels) {
    if (labels.names().isEmpty()) {
      return Labels.EMPTY;
    }
    String[] names = labels.names().toArray(new String[0]);
    String[] values = labels.values().toArray(new String[0]);
    for (int i = 0; i < values.length; i++) {
      values[i] = WellFormed.of(values[i]);
    }
    return Labels.of(names, values);
  }

  /** Forgets everything once more is kept than twice what a scrape uses. */
  void endScrape() {
    if (known.size() > 2 * asked + SPARE) {
      known.clear();
    }
    asked = 0;
  }
}
