package io.heddle.agent.metric;

import io.heddle.registry.family.Budget;
import io.heddle.registry.labeled.LabeledCounter;
import io.heddle.registry.labeled.LabeledMetric;
import io.heddle.registry.labeled.LabeledMetrics;
import io.heddle.registry.snapshot.MetricNames;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

  private final LabeledMetrics scraped;
  private final Set<String> reserved;
  private final Consumer<String> warnings;
  private final ConcurrentHashMap<String, LabeledMetric<?>> metrics = new ConcurrentHashMap<>();
  private final EnumMap<Rejection, AtomicLong> rejected = new EnumMap<>(Rejection.class);
  // guarded by this: names without what a type adds, by which OpenMetrics distinguishes metrics
  private final Set<String> families = new HashSet<>();
  // guarded by this, at most LIMIT
  private final Set<String> warned = new HashSet<>();

  /**
   * Creates an empty set of metrics.
   *
   * @param scraped takes the metrics, with the limit of label sets for each
   * @param reserved names that a profile exports, without what a type adds
   * @param warnings takes, in one sentence, why a metric is refused
   */
  public ApplicationMetrics(
      LabeledMetrics scraped, Set<String> reserved, Consumer<String> warnings) {
    this.scraped = scraped;
    this.reserved = Set.copyOf(reserved);
    this.warnings = warnings;
    for (Rejection why : Rejection.values()) {
      rejected.put(why, new AtomicLong());
    }
  }

  /** Returns the counter of this name, made at the first call; null if it is refused. */
  public @Nullable LabeledCounter counter(String name, String help, List<String> labels) {
    LabeledMetric<?> known = metrics.get(name);
    if (known == null && name.endsWith(TOTAL)) {
      known =
          add(
              name,
              bare(name),
              labels,
              () -> new LabeledCounter(name, help, labels, limit(), budget()));
    }
    if (known instanceof LabeledCounter counter && counter.hasLabels(labels)) {
      return counter;
    }
    refuse(name, known instanceof LabeledCounter);
    return null;
  }

  /** Returns the gauge of this name, made at the first call; null if it is refused. */
  public @Nullable LabeledGauge gauge(String name, String help, List<String> labels) {
    LabeledMetric<?> known = metrics.get(name);
    if (known == null) {
      known =
          add(name, name, labels, () -> new LabeledGauge(name, help, labels, limit(), budget()));
    }
    if (known instanceof LabeledGauge gauge && gauge.hasLabels(labels)) {
      return gauge;
    }
    refuse(name, known instanceof LabeledGauge);
    return null;
  }

  /**
   * Returns the histogram of this name, made at the first call; null if it is refused.
   *
   * @param bounds upper bounds, rising and finite
   */
  public @Nullable ClassicHistogram histogram(
      String name, String help, double[] bounds, List<String> labels) {
    LabeledMetric<?> known = metrics.get(name);
    if (known == null && MetricNames.isRising(bounds)) {
      known =
          add(
              name,
              name,
              labels,
              () -> new ClassicHistogram(name, help, bounds, labels, limit(), budget()));
    }
    if (known instanceof ClassicHistogram histogram
        && histogram.hasLabels(labels)
        && histogram.hasBounds(bounds)) {
      return histogram;
    }
    refuse(name, known instanceof ClassicHistogram);
    return null;
  }

  private int limit() {
    return scraped.limit();
  }

  private Budget budget() {
    return scraped.budget();
  }

  /** Returns the metric of this name, made if there is none; null if the name is refused. */
  private synchronized @Nullable LabeledMetric<?> add(
      String name, String family, List<String> labels, Supplier<LabeledMetric<?>> fresh) {
    LabeledMetric<?> known = metrics.get(name);
    if (known == null && claim(name, family, labels)) {
      known = scraped.add(fresh.get(), labels);
      metrics.put(name, known);
    }
    return known;
  }

  private static String bare(String counter) {
    return counter.substring(0, counter.length() - TOTAL.length());
  }

  /** Claims a name and returns true if a new metric may have it. Under the lock. */
  private boolean claim(String name, String family, List<String> labels) {
    return families.size() < LIMIT
        && !name.startsWith(scraped.prefix())
        && !reserved.contains(family)
        && MetricNames.isMetric(family)
        && MetricNames.areMetricLabels(labels)
        && families.add(family);
  }

  /** Counts a call that is refused, and warns of the first one of each name. */
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
    if (name.startsWith(scraped.prefix())) {
      return "names with " + scraped.prefix() + " are Heddle's own";
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
  public Map<String, Long> rejected() {
    Map<String, Long> counts = new TreeMap<>();
    for (Map.Entry<Rejection, AtomicLong> why : rejected.entrySet()) {
      long count = why.getValue().get();
      if (count > 0) {
        counts.put(why.getKey().label(), count);
      }
    }
    return counts;
  }
}
