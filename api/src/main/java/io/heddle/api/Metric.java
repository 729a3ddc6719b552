package io.heddle.api;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every handle knows of itself. The agent reads these fields by their names, in whatever
 * version of this class an application carries: they stay as they are.
 */
abstract sealed class Metric permits Counter, Gauge, Histogram {
  /** The value of a label that is not given. */
  private static final String NONE = "none";

  final String name;
  final String help;
  final List<String> labelNames;
  final List<String> labelValues;

  Metric(String name, String help, List<String> labelNames, List<String> labelValues) {
    this.name = name;
    this.help = help;
    this.labelNames = labelNames;
    this.labelValues = labelValues;
  }

  /** The kind in words, for error messages. */
  abstract String kind();

  /** True if both are one and the same metric; their help may differ. */
  boolean agrees(Metric other) {
    return getClass() == other.getClass()
        && name.equals(other.name)
        && labelNames.equals(other.labelNames);
  }

  /** The name without what its kind adds: OpenMetrics tells metrics apart by this one. */
  String family() {
    return name;
  }

  /**
   * One value for each label: what is null or missing reads none. What is too much stays, so that
   * the agent can tell.
   */
  static List<String> values(List<String> labelNames, @Nullable String @Nullable ... given) {
    @Nullable String[] known = given == null ? new String[0] : given;
    @Nullable String[] values = Arrays.copyOf(known, Math.max(known.length, labelNames.size()));
    String[] all = new String[values.length];
    for (int i = 0; i < all.length; i++) {
      String value = values[i];
      all[i] = value == null ? NONE : value;
    }
    return List.of(all);
  }

  @Override
  public final String toString() {
    return kind() + " " + name + labelNames + (labelValues.isEmpty() ? "" : " of " + labelValues);
  }
}
