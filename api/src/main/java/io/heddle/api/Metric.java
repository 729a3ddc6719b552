package io.heddle.api;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Base of all metric handles: name, help and labels. The agent reads these fields by their names,
 * in any version of this class that an application carries: they must not change.
 *
 * <p>Each kind of handle has a field {@code dataPoint} of its own as well, which the code that the
 * agent weaves in writes and reads: what the handle has found in the agent, so that it looks for it
 * once. Without the agent it stays null; what an earlier agent left in it counts nothing.
 */
abstract sealed class Metric permits Counter, Gauge, Histogram {
  /** Value of a label that is not given. */
  private static final String NONE = "none";

  final String name;
  final String help;
  final List<String> labelNames;
  final List<String> labelValues;
  // the label values once more, where they are compared: a list is one call and one object more
  final String[] values;
  private final HandleCache handles;

  /** Creates the handle that a metric is registered with. */
  Metric(String name, String help, List<String> labelNames, List<String> labelValues) {
    this.name = name;
    this.help = help;
    this.labelNames = labelNames;
    this.labelValues = labelValues;
    this.values = labelValues.toArray(new String[0]);
    this.handles = new HandleCache(labelNames.size());
  }

  /** Creates a handle of the same metric with other label values. */
  Metric(Metric other, List<String> labelValues) {
    this.name = other.name;
    this.help = other.help;
    this.labelNames = other.labelNames;
    this.labelValues = labelValues;
    this.values = labelValues.toArray(new String[0]);
    this.handles = other.handles;
  }

  /** Returns the kind in words, for error messages. */
  abstract String kind();

  /** Returns a new handle of this metric, with these label values. */
  abstract Metric with(List<String> values);

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
   * Returns the handle with these label values, made if it is new. An array of one or two values is
   * read at fixed places and goes nowhere else: so the compiler may leave it out at the caller.
   */
  final Metric child(@Nullable String @Nullable ... given) {
    if (given == null) {
      return made();
    }
    return switch (given.length) {
      case 1 -> child(text(given[0]));
      case 2 -> child(text(given[0]), text(given[1]));
      default -> {
        Metric known = given.length == handles.labels() ? handles.find(given) : null;
        yield known != null ? known : made(given);
      }
    };
  }

  private Metric child(String first) {
    Metric known = handles.labels() == 1 ? handles.find(first) : null;
    return known != null ? known : made(first);
  }

  private Metric child(String first, String second) {
    Metric known = handles.labels() == 2 ? handles.find(first, second) : null;
    return known != null ? known : made(first, second);
  }

  private Metric made(@Nullable String... given) {
    List<String> all = values(labelNames, given);
    // with too many values it is none of the metric's, and records nothing
    return all.size() == handles.labels() ? handles.keep(with(all)) : with(all);
  }

  static String text(@Nullable String value) {
    return value == null ? NONE : value;
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
      all[i] = text(values[i]);
    }
    return List.of(all);
  }

  @Override
  public final String toString() {
    return kind() + " " + name + labelNames + (labelValues.isEmpty() ? "" : " of " + labelValues);
  }
}
