package io.heddle.api;

import java.util.HashMap;
import java.util.Map;

/**
 * Holds the metrics that were registered, so that two that contradict each other are refused
 * whether the agent is there or not. Bounded: metrics after the first {@code limit} are not
 * compared. The agent has a bound of its own. Thread-safe.
 */
final class MetricTable {
  private final int limit;
  private final Map<String, Metric> byFamily = new HashMap<>();

  MetricTable(int limit) {
    this.limit = limit;
  }

  /**
   * Returns the metric that was registered first, or {@code wanted} itself if there was none.
   *
   * @throws IllegalArgumentException if the two contradict each other
   */
  synchronized <M extends Metric> M enter(M wanted, Class<M> type) {
    Metric known = byFamily.get(wanted.family());
    if (known == null) {
      if (byFamily.size() < limit) {
        byFamily.put(wanted.family(), wanted);
      }
      return wanted;
    }
    if (!known.agrees(wanted)) {
      throw new IllegalArgumentException(
          wanted.kind() + " '" + wanted.name + "' is refused: " + why(known, wanted));
    }
    return type.cast(known);
  }

  private static String why(Metric known, Metric wanted) {
    if (!known.name.equals(wanted.name)) {
      return known.kind() + " '" + known.name + "' exists, which OpenMetrics calls the same";
    }
    if (known.getClass() != wanted.getClass()) {
      return "a " + known.kind() + " has this name";
    }
    return known.labelNames.equals(wanted.labelNames)
        ? "it exists with other bounds"
        : "it exists with the labels " + known.labelNames + ", not " + wanted.labelNames;
  }
}
