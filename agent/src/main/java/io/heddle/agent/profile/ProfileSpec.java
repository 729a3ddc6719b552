package io.heddle.agent.profile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of another system by their exact names. Immutable.
 *
 * @param name as the setting {@code profiles} says it
 * @param metrics in the order of the file
 */
public record ProfileSpec(String name, List<Metric> metrics) {
  /** Copies the list. */
  public ProfileSpec {
    metrics = List.copyOf(metrics);
  }

  /** What a metric is. */
  public enum Type {
    /** Only rises. */
    COUNTER,
    /** Rises and falls. */
    GAUGE,
    /** Durations by bucket. */
    HISTOGRAM
  }

  /**
   * One metric and what it is made of. Metrics of Heddle's own are named without prefix.
   *
   * @param name whole
   * @param help exact
   * @param from the metric of Heddle's own whose series it sums
   * @param where only series with all of these labels
   * @param without no series with one of these labels
   * @param labels its own labels, each with the label that gives the value; others are summed over
   * @param starts label sets of its own that read 0 from the start; without labels it does itself,
   *     unless it is a gauge of what only the application knows
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

    /** The upper bounds as an array of one's own. */
    public double[] bounds() {
      double[] bounds = new double[buckets.size()];
      for (int i = 0; i < bounds.length; i++) {
        bounds[i] = buckets.get(i);
      }
      return bounds;
    }
  }
}
