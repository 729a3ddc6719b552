package io.heddle.registry.labeled;

import io.heddle.registry.family.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counters, gauges and histograms that belong to no family of runs: Heddle's, and those of the
 * application's own. Thread-safe.
 */
public final class LabeledMetrics {
  private final String prefix;
  private final int limit;
  private final Budget budget;
  private final ConcurrentHashMap<String, LabeledCounter> counters = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, LabeledGauge> gauges = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, DurationHistogram> durations = new ConcurrentHashMap<>();
  private volatile Set<String> reserved = Set.of();
  private volatile @Nullable ApplicationMetrics own;
  private boolean closed;

  /**
   * Creates an empty set of metrics.
   *
   * @param prefix of every name, with its underscore
   * @param limit label sets of each metric
   */
  public LabeledMetrics(String prefix, int limit, Budget budget) {
    this.prefix = prefix;
    this.limit = limit;
    this.budget = budget;
  }

  /** Returns the counter of this name, see {@code Registry.counter}. */
  public LabeledCounter counter(String name, String help, List<String> labels) {
    LabeledCounter found = counters.get(name);
    if (found == null) {
      LabeledCounter fresh = new LabeledCounter(prefix + name + "_total", help, labels, limit);
      found = counters.putIfAbsent(name, fresh);
      if (found == null) {
        return fresh;
      }
    }
    agree("counter", name, found.agrees(labels));
    return found;
  }

  /** Returns the gauge of this name, see {@code Registry.gauge}. */
  public LabeledGauge gauge(String name, String help, List<String> labels) {
    LabeledGauge found = gauges.get(name);
    if (found == null) {
      LabeledGauge fresh = new LabeledGauge(prefix + name, help, labels, limit);
      found = gauges.putIfAbsent(name, fresh);
      if (found == null) {
        return fresh;
      }
    }
    agree("gauge", name, found.agrees(labels));
    return found;
  }

  /**
   * Returns the histogram {@code prefix_name}, made at the first call.
   *
   * @param bounds classic upper bounds in seconds, of the first call
   * @throws IllegalArgumentException if it exists with other labels
   */
  public DurationHistogram durations(
      String name, String help, List<String> labels, double[] bounds) {
    DurationHistogram found = durations.get(name);
    if (found == null) {
      DurationHistogram fresh =
          new DurationHistogram(prefix + name, help, labels, limit, bounds, budget);
      found = durations.putIfAbsent(name, fresh);
      if (found == null) {
        return fresh;
      }
    }
    agree("histogram", name, found.agrees(labels));
    return found;
  }

  private static void agree(String kind, String name, boolean agrees) {
    if (!agrees) {
      throw new IllegalArgumentException(kind + " '" + name + "' exists with other labels");
    }
  }

  /**
   * Reserves names that no metric of the application's own may have; before the first {@link #own}.
   */
  public void reserve(Set<String> names) {
    reserved = Set.copyOf(names);
  }

  /** Returns the application's own metrics, made at the first call, which sets {@code warnings}. */
  public synchronized ApplicationMetrics own(Consumer<String> warnings) {
    ApplicationMetrics known = own;
    if (known == null) {
      known = new ApplicationMetrics(prefix, reserved, limit, warnings);
      own = closed ? null : known; // what is closed holds nothing of Heddle's loader
    }
    return known;
  }

  /** Returns how often the application's own metrics recorded nothing, by reason. */
  public Map<String, Long> rejectedOwn() {
    ApplicationMetrics known = own;
    return known == null ? Map.of() : known.rejected();
  }

  /** Returns all metrics, each kind in the order of its names. */
  public List<LabeledMetric> all() {
    List<LabeledMetric> all = new ArrayList<>(new TreeMap<>(counters).values());
    all.addAll(new TreeMap<>(gauges).values());
    all.addAll(new TreeMap<>(durations).values());
    ApplicationMetrics theirs = own;
    if (theirs != null) {
      all.addAll(theirs.all());
    }
    return all;
  }

  /** Returns the weight of the heaviest metric; parameters as for {@code Registry.weigh}. */
  public long weigh(long perPoint, long perBucket, long perCharacter) {
    long heaviest = 0;
    for (LabeledMetric metric : all()) {
      long perSet = perPoint + metric.buckets() * perBucket;
      heaviest = Math.max(heaviest, metric.table().weigh(perSet, perCharacter));
    }
    return heaviest;
  }

  /** Returns the number of label values that had to be repaired. */
  public long repairedLabels() {
    long repaired = 0;
    for (LabeledMetric metric : all()) {
      repaired += metric.table().repaired();
    }
    return repaired;
  }

  /** Adds by name how often a label set found its metric full, without zeros. */
  public void addDropped(Map<String, Long> into) {
    LabeledMetric.addDropped(counters, into);
    LabeledMetric.addDropped(gauges, into);
    LabeledMetric.addDropped(durations, into);
    ApplicationMetrics theirs = own;
    if (theirs != null) {
      theirs.addDropped(into);
    }
  }

  /** Forgets all metrics; the application's own are not kept any more. */
  public synchronized void close() {
    closed = true;
    own = null;
    counters.clear();
    gauges.clear();
    durations.clear();
  }
}
