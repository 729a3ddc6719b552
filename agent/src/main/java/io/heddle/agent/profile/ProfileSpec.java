package io.heddle.agent.profile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A profile: the metrics of another system by their exact names. Immutable.
 *
 * @param name the name in the setting {@code profiles}
 * @param metrics in the order of the file
 */
public record ProfileSpec(String name, List<Metric> metrics) {
  /** Copies the list. */
  public ProfileSpec {
    metrics = List.copyOf(metrics);
  }

  /** The type of a metric. */
  public enum Type {
    /** A value that only rises. */
    COUNTER,
    /** A value that rises and falls. */
    GAUGE,
    /** Counts of durations by bucket. */
    HISTOGRAM
  }

  /**
   * A metric of the other system, and the series that it sums. Metrics of Heddle's own are named
   * without prefix.
   *
   * @param name the whole name
   * @param help the exact help text
   * @param from the metric of Heddle's own whose series it sums
   * @param where labels: only series with all of these labels
   * @param without labels: no series with one of these labels
   * @param labels its own labels, each with the label that gives the value; others are summed over
   * @param starts its label sets that read 0 from the start; a metric without labels does so
   *     itself, unless it is a gauge of what only the application knows
   * @param buckets upper bounds in seconds; empty unless it is a histogram
   */
  public record Metric(
      String name,
      Type type,
      String help,
      String from,
      Map<String, String> where,
      Map<String, String> without,
      Map<String, String> labels,
      List<Map<String, String>> starts,
      List<Double> buckets) {
    /** Copies the collections; labels keep their order. */
    public Metric {
      where = Map.copyOf(where);
      without = Map.copyOf(without);
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
      starts = List.copyOf(starts);
      buckets = List.copyOf(buckets);
    }

    /** Returns the upper bounds as a new array. */
    public double[] bounds() {
      double[] bounds = new double[buckets.size()];
      for (int i = 0; i < bounds.length; i++) {
        bounds[i] = buckets.get(i);
      }
      return bounds;
    }
  }
}
