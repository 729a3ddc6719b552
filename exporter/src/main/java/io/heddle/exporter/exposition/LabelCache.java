package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.LabelSet;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Caches labels of client_java for one scrape. Making one takes 0.4 µs, three times what its line
 * takes; the metrics of a family come with the same label sets in the same order, two by two, so
 * those of the previous metric are kept. Kept from one scrape to the next they would save 4 % more
 * of it, and hold 140 bytes for each series for ever. Not thread-safe.
 */
final class LabelCache {
  /** Maximum number of label sets that are kept. */
  static final int MAX_SETS = 2048;

  /** Bytes of one label set. */
  static final int SET_BYTES = 96;

  private static final int INITIAL_SETS = 64;

  private @Nullable LabelSet[] sets = new LabelSet[INITIAL_SETS];
  private @Nullable Labels[] translated = new Labels[INITIAL_SETS];
  private int next;

  /** Begins another metric. */
  void begin() {
    next = 0;
  }

  /** Returns the labels of the next point. */
  @SuppressWarnings("ReferenceEquality") // the registry hands out the same object for both
  Labels of(LabelSet labels) {
    if (labels.names().isEmpty()) {
      return Labels.EMPTY;
    }
    int at = next++;
    if (at >= MAX_SETS) {
      return Labels.of(labels.names(), labels.values());
    }
    if (at == sets.length) {
      sets = Arrays.copyOf(sets, 2 * at);
      translated = Arrays.copyOf(translated, 2 * at);
    }
    Labels cached = translated[at];
    if (cached == null || sets[at] != labels) {
      cached = Labels.of(labels.names(), labels.values());
      sets[at] = labels;
      translated[at] = cached;
    }
    return cached;
  }
}
