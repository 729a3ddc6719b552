package io.heddle.registry;

import java.io.IOException;
import java.util.Map;

/** A metric with labels that belongs to no family of runs. Thread-safe. */
abstract class LabelledMetric {
  /** What hangs on its label sets. */
  abstract LabelTable<?> table();

  /** Classic buckets of each label set; 0 if it is no histogram. */
  int buckets() {
    return 0;
  }

  /** Hands over what it is now, nothing if nobody fed it. */
  abstract void scrape(MetricSink sink) throws IOException;

  /** How often a label set found the metric full. */
  public long dropped() {
    return table().dropped();
  }

  /** Adds by name what is {@link #dropped}, but no zeros. */
  static void addDropped(Map<String, ? extends LabelledMetric> all, Map<String, Long> into) {
    for (Map.Entry<String, ? extends LabelledMetric> entry : all.entrySet()) {
      addPositive(into, entry.getKey(), entry.getValue().dropped());
    }
  }

  static void addPositive(Map<String, Long> into, String name, long value) {
    if (value > 0) {
      into.put(name, value);
    }
  }
}
