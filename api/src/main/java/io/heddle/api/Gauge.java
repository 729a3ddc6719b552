package io.heddle.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that rises and falls, from {@link Heddle#gauge}. Thread-safe. The agent knows only what
 * is recorded while it is attached: where it may be attached late, prefer {@link #set} to {@link
 * #add}.
 */
public final class Gauge extends Metric {
  // of the agent, see Metric
  @Nullable Object dataPoint;

  Gauge(String name, String help, List<String> labelNames, List<String> labelValues) {
    super(name, help, labelNames, labelValues);
  }

  private Gauge(Gauge other, List<String> labelValues) {
    super(other, labelValues);
  }

  /**
   * Returns the gauge with these label values, in the order of the names. A value that is null or
   * missing becomes {@code none}; with too many values nothing is recorded.
   */
  public Gauge labels(@Nullable String @Nullable ... values) {
    return (Gauge) child(values);
  }

  /** Sets the gauge to {@code value}, which may be any number. */
  public void set(double value) {}

  /**
   * Adds {@code change} to the current value, or to 0 if the gauge was never set. NaN and infinite
   * changes are not recorded, but counted as rejected.
   *
   * @param change amount to add, negative to subtract
   */
  public void add(double change) {}

  @Override
  Metric with(List<String> values) {
    return new Gauge(this, values);
  }

  @Override
  String kind() {
    return "gauge";
  }
}
