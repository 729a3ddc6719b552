package io.heddle.agent.cli.top.read;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one JVM at a time. Immutable.
 *
 * @param nanos when it was read, as {@link System#nanoTime}
 * @param runs counts of each kind of run
 * @param overhead seconds that counting and timing took, by rule; empty if nothing is governed
 */
public record JvmState(long nanos, Map<RunKey, RunCounts> runs, Map<String, Double> overhead) {
  private static final String DEFAULT_PREFIX = "heddle";
  private static final String SURE = "_self_scrape_duration_seconds";
  private static final String OVERHEAD = "_self_overhead_seconds_total";
  private static final String STARTED = "_started_total";
  private static final String COMPLETED = "_completed_total";
  private static final String IN_FLIGHT = "_in_flight";
  private static final String DURATIONS = "_duration_seconds";
  private static final String OUTCOME = "outcome";

  /** Copies both maps. */
  public JvmState {
    runs = Map.copyOf(runs);
    overhead = Map.copyOf(overhead);
  }

  static JvmState of(List<Metric> metrics, long nanos) {
    Map<String, Metric> byName = new TreeMap<>();
    metrics.forEach(metric -> byName.put(metric.name(), metric));
    String prefix = prefix(byName);
    Map<RunKey, RunCounts> runs = new HashMap<>();
    for (Metric started : metrics) {
      String name = started.name();
      if (name.startsWith(prefix + "_")
          && name.endsWith(STARTED)
          && name.length() > prefix.length() + 1 + STARTED.length()) {
        String base = name.substring(0, name.length() - STARTED.length());
        if (byName.containsKey(base + IN_FLIGHT)) {
          addFamily(base.substring(prefix.length() + 1), base, byName, runs);
        }
      }
    }
    return new JvmState(nanos, runs, overhead(byName.get(prefix + OVERHEAD)));
  }

  /** Returns the prefix of Heddle's metrics, which is a setting of the JVM. */
  private static String prefix(Map<String, Metric> byName) {
    if (byName.containsKey(DEFAULT_PREFIX + SURE)) {
      return DEFAULT_PREFIX;
    }
    return byName.keySet().stream()
        .filter(name -> name.endsWith(SURE))
        .map(name -> name.substring(0, name.length() - SURE.length()))
        .findFirst()
        .orElse(DEFAULT_PREFIX);
  }

  private static void addFamily(
      String family, String base, Map<String, Metric> byName, Map<RunKey, RunCounts> runs) {
    for (Metric.Series one : series(byName, base + STARTED)) {
      change(runs, family, one, counts -> counts.withStarted(one.value(), one.createdNanos()));
    }
    for (Metric.Series one : series(byName, base + COMPLETED)) {
      boolean success = "success".equals(one.labels().get(OUTCOME));
      change(runs, family, one, counts -> counts.withCompleted(one.value(), success));
    }
    for (Metric.Series one : series(byName, base + IN_FLIGHT)) {
      change(runs, family, one, counts -> counts.withInFlight(one.value()));
    }
    for (Metric.Series one : series(byName, base + DURATIONS)) {
      change(runs, family, one, counts -> counts.withDurations(one.histogram()));
    }
  }

  private static List<Metric.Series> series(Map<String, Metric> byName, String name) {
    Metric metric = byName.get(name);
    return metric == null ? List.of() : metric.series();
  }

  private static void change(
      Map<RunKey, RunCounts> runs,
      String family,
      Metric.Series series,
      UnaryOperator<RunCounts> change) {
    Map<String, String> labels = new LinkedHashMap<>(series.labels());
    labels.remove(OUTCOME);
    RunKey key = new RunKey(family, labels);
    runs.put(key, change.apply(runs.getOrDefault(key, RunCounts.NONE)));
  }

  private static Map<String, Double> overhead(@Nullable Metric metric) {
    Map<String, Double> overhead = new TreeMap<>();
    if (metric != null) {
      for (Metric.Series one : metric.series()) {
        overhead.merge(one.labels().getOrDefault("rule", ""), one.value(), Double::sum);
      }
    }
    return overhead;
  }
}
