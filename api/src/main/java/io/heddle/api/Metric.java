package io.heddle.api;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Base of all metric handles: name, help and labels. The agent reads these fields by their names,
 * in any version of this class that an application carries: they must not change.
 */
abstract sealed class Metric permits Counter, Gauge, Histogram {
  /** Value of a label that is not given. */
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

  /** Returns the kind in words, for error messages. */
  abstract String kind();

  /** Returns true if both are one and the same metric; their help may differ. */
  boolean agrees(Metric other) {
    return getClass() == other.getClass()
        && name.equals(other.name)
        && labelNames.equals(other.labelNames);
  }

  /** Returns the name without its kind's suffix; OpenMetrics identifies a metric by it. */
  String family() {
    return name;
  }

  /**
   * Returns one value for each label: {@code none} where it is null or missing. Surplus values
   * stay, so that the agent can report them.
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
