package io.heddle.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that only rises, from {@link Heddle#counter}. Thread-safe; keep what {@link #labels}
 * returns where calls are frequent.
 */
public final class Counter extends Metric {
  // of the agent, see Metric
  @Nullable Object dataPoint;

  Counter(String name, String help, List<String> labelNames, List<String> labelValues) {
    super(name, help, labelNames, labelValues);
  }

  private Counter(Counter other, List<String> labelValues) {
    super(other, labelValues);
  }

  /**
   * Returns the counter with these label values, in the order of the names. A value that is null or
   * missing becomes {@code none}; with too many values nothing is recorded.
   */
  public Counter labels(@Nullable String @Nullable ... values) {
    return (Counter) child(values);
  }

  /** Adds one. */
  public void increment() {
    add(1);
  }

  /**
   * Adds {@code count}. A negative count is not recorded, but counted as rejected.
   *
   * @param count number to add, 0 or more
   */
  public void add(long count) {}

  @Override
  Metric with(List<String> values) {
    return new Counter(this, values);
  }

  @Override
  String kind() {
    return "counter";
  }

  @Override
  String family() {
    return name.substring(0, name.length() - MetricNames.TOTAL.length());
  }
}
