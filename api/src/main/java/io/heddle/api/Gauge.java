package io.heddle.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure that rises and falls, from {@link Heddle#gauge}. Thread-safe. The agent knows what it
 * was told since it came: where it may come late, prefer {@link #set} to {@link #add}.
 */
public final class Gauge extends Metric {
  Gauge(String name, String help, List<String> labelNames, List<String> labelValues) {
    super(name, help, labelNames, labelValues);
  }

  /**
   * The gauge of these label values, in the order of the names. A value that is null or missing
   * reads {@code none}; with too many values nothing is recorded.
   */
  public Gauge labels(@Nullable String @Nullable ... values) {
    return new Gauge(name, help, labelNames, values(labelNames, values));
  }

  /** From now on it is {@code value}, which may be any number. */
  public void set(double value) {}

  /**
   * Adds {@code change} to what it is, to 0 if it was never set. NaN and infinite changes are not
   * recorded, but counted as rejected.
   *
   * @param change what to add, negative to take away
   */
  public void add(double change) {}

  @Override
  String kind() {
    return "gauge";
  }
}
