package io.heddle.registry.labeled;

import io.heddle.registry.family.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counters, gauges and histograms that belong to no family of runs: Heddle's, whose names begin
 * with the prefix, and the application's own. Thread-safe.
 */
public final class LabeledMetrics {
  private static final String TOTAL = "_total";

  private final String prefix;
  private volatile int limit;
  private final Budget budget;
  private final ConcurrentHashMap<String, LabeledMetric<?>> metrics = new ConcurrentHashMap<>();
  private boolean closed;

  /**
   * Creates an empty set of metrics.
   *
   * @param prefix of the names of Heddle's metrics, with its underscore
   * @param limit label sets of each metric
   */
  public LabeledMetrics(String prefix, int limit, Budget budget) {
    this.prefix = prefix;
    this.limit = limit;
    this.budget = budget;
  }

  /** Returns the prefix of the names of Heddle's metrics, with its underscore. */
  public String prefix() {
    return prefix;
  }

  /** Returns the maximum number of label sets of each metric. */
  public int limit() {
    return limit;
  }

  /** Raises the number of label sets of each metric; a lower one changes nothing. */
  public void raise(int labelSets) {
    limit = Math.max(limit, labelSets);
    for (LabeledMetric<?> metric : metrics.values()) {
      metric.raise(labelSets);
    }
  }

  /** Returns the budget of the cells that threads own. */
  public Budget budget() {
    return budget;
  }

  /** Returns the counter of this name, see {@code Registry.counter}. */
  public LabeledCounter counter(String name, String help, List<String> labels) {
    return add(new LabeledCounter(prefix + name + TOTAL, help, labels, limit, budget), labels);
  }

  /**
   * Returns the histogram {@code prefix_name}, made at the first call.
   *
   * @param bounds classic upper bounds in seconds, of the first call
   * @throws IllegalArgumentException if it exists with other labels
   */
  public DurationHistogram durations(
      String name, String help, List<String> labels, double[] bounds) {
    return add(new DurationHistogram(prefix + name, help, labels, limit, bounds, budget), labels);
  }

  /**
   * Adds a metric and returns it; returns the one that has its name already if there is one. After
   * {@link #close} nothing is added: a metric may be of Heddle's loader.
   *
   * @param labels names of its labels
   * @throws IllegalArgumentException if the other one is of another kind or has other labels
   */
  public synchronized <M extends LabeledMetric<?>> M add(M metric, List<String> labels) {
    LabeledMetric<?> known = closed ? null : metrics.putIfAbsent(metric.name(), metric);
    if (known == null) {
      return metric;
    }
    if (known.getClass() != metric.getClass() || !known.hasLabels(labels)) {
      throw new IllegalArgumentException(
          metric.kind() + " '" + shortName(metric.name()) + "' exists with other labels");
    }
    @SuppressWarnings("unchecked") // of the very same class
    M same = (M) known;
    return same;
  }

  /** Returns the name of a metric as Heddle's code has it: without prefix and suffix. */
  private String shortName(String name) {
    if (!name.startsWith(prefix)) {
      return name; // of the application's own
    }
    int end = name.endsWith(TOTAL) ? name.length() - TOTAL.length() : name.length();
    return name.substring(prefix.length(), end);
  }

  /** Returns all metrics in the order of their names. */
  public List<LabeledMetric<?>> all() {
    return new ArrayList<>(new TreeMap<>(metrics).values());
  }

  /** Returns the weight of the heaviest metric; parameters as for {@code Registry.weigh}. */
  public long weigh(long perPoint, long perBucket, long perCharacter) {
    long heaviest = 0;
    for (LabeledMetric<?> metric : metrics.values()) {
      heaviest = Math.max(heaviest, metric.weigh(perPoint, perBucket, perCharacter));
    }
    return heaviest;
  }

  /** Returns the number of label values that had to be repaired. */
  public long repairedLabels() {
    long repaired = 0;
    for (LabeledMetric<?> metric : metrics.values()) {
      repaired += metric.repaired();
    }
    return repaired;
  }

  /** Adds by name how often a label set found its metric full, without zeros. */
  public void addDropped(Map<String, Long> into) {
    for (LabeledMetric<?> metric : metrics.values()) {
      long dropped = metric.dropped();
      if (dropped > 0) {
        into.put(shortName(metric.name()), dropped);
      }
    }
  }

  /** Forgets all metrics. */
  public synchronized void close() {
    closed = true;
    for (LabeledMetric<?> metric : metrics.values()) {
      metric.close();
    }
    metrics.clear();
  }
}
