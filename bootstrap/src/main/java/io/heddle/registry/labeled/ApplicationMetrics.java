package io.heddle.registry.labeled;

import io.heddle.registry.snapshot.MetricNames;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of the application's own: counters, gauges and histograms under the names that it gave
 * them. If two parts of an application use one name for different metrics, the first one is kept
 * and the other is refused, with one warning for each name. Thread-safe.
 */
public final class ApplicationMetrics {
  /** The reason why something was not recorded. */
  public enum Rejection {
    /** A metric that is refused. */
    METRIC,
    /** A number of label values that is not that of the labels. */
    LABELS,
    /** An impossible value: a negative increment, NaN. */
    VALUE;

    /** Returns the value of the label {@code reason}. */
    public String label() {
      return switch (this) {
        case METRIC -> "metric";
        case LABELS -> "labels";
        case VALUE -> "value";
      };
    }
  }

  /** Maximum number of metrics, and of names that are warned of. */
  public static final int LIMIT = 1000;

  private static final String TOTAL = "_total";

  private final String prefix;
  private final Set<String> reserved;
  private final int seriesLimit;
  private final Consumer<String> warnings;
  private final ConcurrentHashMap<String, LabeledCounter> counters = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, LabeledGauge> gauges = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, ClassicHistogram> histograms = new ConcurrentHashMap<>();
  private final EnumMap<Rejection, AtomicLong> rejected = new EnumMap<>(Rejection.class);
  // guarded by this: names without what a type adds, by which OpenMetrics distinguishes metrics
  private final Set<String> families = new HashSet<>();
  // guarded by this, at most LIMIT
  private final Set<String> warned = new HashSet<>();

  /**
   * Creates an empty set of metrics.
   *
   * @param prefix of Heddle's own metrics, with its underscore
   * @param reserved names that a profile exports, without what a type adds
   * @param seriesLimit label sets for each metric
   * @param warnings takes, in one sentence, why a metric is refused
   */
  ApplicationMetrics(
      String prefix, Set<String> reserved, int seriesLimit, Consumer<String> warnings) {
    this.prefix = prefix;
    this.reserved = Set.copyOf(reserved);
    this.seriesLimit = seriesLimit;
    this.warnings = warnings;
    for (Rejection why : Rejection.values()) {
      rejected.put(why, new AtomicLong());
    }
  }

  /** Returns the counter of this name, made at the first call; null if it is refused. */
  public @Nullable LabeledCounter counter(String name, String help, List<String> labels) {
    LabeledCounter known = counters.get(name);
    if (known == null) {
      known = newCounter(name, help, labels);
    }
    if (known != null && known.agrees(labels)) {
      return known;
    }
    refuse(name, known != null);
    return null;
  }

  private synchronized @Nullable LabeledCounter newCounter(
      String name, String help, List<String> labels) {
    LabeledCounter known = counters.get(name);
    if (known == null && name.endsWith(TOTAL) && claim(name, bare(name), labels)) {
      known = new LabeledCounter(name, help, labels, seriesLimit);
      counters.put(name, known);
    }
    return known;
  }

  /** Returns the gauge of this name, made at the first call; null if it is refused. */
  public @Nullable LabeledGauge gauge(String name, String help, List<String> labels) {
    LabeledGauge known = gauges.get(name);
    if (known == null) {
      known = newGauge(name, help, labels);
    }
    if (known != null && known.agrees(labels)) {
      return known;
    }
    refuse(name, known != null);
    return null;
  }

  private synchronized @Nullable LabeledGauge newGauge(
      String name, String help, List<String> labels) {
    LabeledGauge known = gauges.get(name);
    if (known == null && claim(name, name, labels)) {
      known = new LabeledGauge(name, help, labels, seriesLimit);
      gauges.put(name, known);
    }
    return known;
  }

  /**
   * Returns the histogram of this name, made at the first call; null if it is refused.
   *
   * @param bounds upper bounds, rising and finite
   */
  public @Nullable ClassicHistogram histogram(
      String name, String help, double[] bounds, List<String> labels) {
    ClassicHistogram known = histograms.get(name);
    if (known == null) {
      known = newHistogram(name, help, bounds, labels);
    }
    if (known != null && known.agrees(labels, bounds)) {
      return known;
    }
    refuse(name, known != null);
    return null;
  }

  private synchronized @Nullable ClassicHistogram newHistogram(
      String name, String help, double[] bounds, List<String> labels) {
    ClassicHistogram known = histograms.get(name);
    if (known == null && MetricNames.isRising(bounds) && claim(name, name, labels)) {
      known = new ClassicHistogram(name, help, bounds, labels, seriesLimit);
      histograms.put(name, known);
    }
    return known;
  }

  private static String bare(String counter) {
    return counter.substring(0, counter.length() - TOTAL.length());
  }

  /** Claims a name and returns true if a new metric may have it. Under the lock. */
  private boolean claim(String name, String family, List<String> labels) {
    return families.size() < LIMIT
        && !name.startsWith(prefix)
        && !reserved.contains(family)
        && MetricNames.isMetric(family)
        && MetricNames.areMetricLabels(labels)
        && families.add(family);
  }

  private void refuse(String name, boolean differs) {
    reject(Rejection.METRIC);
    String why = differs ? "it exists with other labels or bounds" : null;
    synchronized (this) {
      if (warned.size() >= LIMIT || !warned.add(name)) {
        return;
      }
      if (why == null) {
        why = why(name);
      }
    }
    warnings.accept("metric " + name + " of the application is refused: " + why);
  }

  private String why(String name) {
    if (name.startsWith(prefix)) {
      return "names with " + prefix + " are Heddle's own";
    }
    if (reserved.contains(name) || (name.endsWith(TOTAL) && reserved.contains(bare(name)))) {
      return "a profile exports this name";
    }
    if (families.contains(name) || (name.endsWith(TOTAL) && families.contains(bare(name)))) {
      return "one of another type has this name";
    }
    return families.size() >= LIMIT
        ? "there are " + LIMIT + " already"
        : "its name, its labels or its bounds cannot be exported";
  }

  /** Counts something that was not recorded. */
  public void reject(Rejection why) {
    AtomicLong count = rejected.get(why);
    if (count != null) {
      count.incrementAndGet();
    }
  }

  /** Returns how often something was not recorded, by reason, without zeros. */
  Map<String, Long> rejected() {
    Map<String, Long> counts = new TreeMap<>();
    for (Map.Entry<Rejection, AtomicLong> why : rejected.entrySet()) {
      LabeledMetric.addPositive(counts, why.getKey().label(), why.getValue().get());
    }
    return counts;
  }

  /** Adds by name how often a label set found its metric full, without zeros. */
  void addDropped(Map<String, Long> into) {
    LabeledMetric.addDropped(counters, into);
    LabeledMetric.addDropped(gauges, into);
    LabeledMetric.addDropped(histograms, into);
  }

  /** Returns all metrics in the order of their names. */
  List<LabeledMetric> all() {
    Map<String, LabeledMetric> byName = new TreeMap<>(counters);
    byName.putAll(gauges);
    byName.putAll(histograms);
    return new ArrayList<>(byName.values());
  }
}
