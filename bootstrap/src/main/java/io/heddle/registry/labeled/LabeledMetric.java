package io.heddle.registry.labeled;

import io.heddle.registry.snapshot.MetricSink;
import java.io.IOException;
import java.util.Map;

/** A metric with labels that belongs to no family of runs. Thread-safe. */
public abstract class LabeledMetric {
  /** What hangs on its label sets. */
  abstract LabelTable<?> table();

  /** Classic buckets of each label set; 0 if it is no histogram. */
  int buckets() {
    return 0;
  }

  /** Hands over what it is now, nothing if nobody fed it. */
  public abstract void scrape(MetricSink sink) throws IOException;

  /** How often a label set found the metric full. */
  public long dropped() {
    return table().dropped();
  }

  /** Adds by name what is {@link #dropped}, but no zeros. */
  static void addDropped(Map<String, ? extends LabeledMetric> all, Map<String, Long> into) {
    for (Map.Entry<String, ? extends LabeledMetric> entry : all.entrySet()) {
      addPositive(into, entry.getKey(), entry.getValue().dropped());
    }
  }

  public static void addPositive(Map<String, Long> into, String name, long value) {
    if (value > 0) {
      into.put(name, value);
    }
  }
}
