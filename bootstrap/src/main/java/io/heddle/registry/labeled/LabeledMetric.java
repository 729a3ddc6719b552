package io.heddle.registry.labeled;

import io.heddle.registry.snapshot.MetricSink;
import java.io.IOException;
import java.util.Map;

/** A metric with labels that belongs to no family of runs. Thread-safe. */
public abstract class LabeledMetric {
  /** Returns the table of its label sets. */
  abstract LabelTable<?> table();

  /** Returns the number of classic buckets of each label set; 0 if it is no histogram. */
  int buckets() {
    return 0;
  }

  /** Hands over the current values; nothing if there are none. */
  public abstract void scrape(MetricSink sink) throws IOException;

  /** Returns how often a label set found the metric full. */
  public long dropped() {
    return table().dropped();
  }

  /** Adds by name the number of {@link #dropped} label sets, without zeros. */
  static void addDropped(Map<String, ? extends LabeledMetric> all, Map<String, Long> into) {
    for (Map.Entry<String, ? extends LabeledMetric> entry : all.entrySet()) {
      addPositive(into, entry.getKey(), entry.getValue().dropped());
    }
  }

  /** Puts a value under this name if it is positive. */
  public static void addPositive(Map<String, Long> into, String name, long value) {
    if (value > 0) {
      into.put(name, value);
    }
  }
}
