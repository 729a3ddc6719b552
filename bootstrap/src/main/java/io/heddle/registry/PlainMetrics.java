package io.heddle.registry;

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
final class PlainMetrics {
  private final String prefix;
  private final int limit;
  private final Budget budget;
  private final ConcurrentHashMap<String, Counters> counters = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Gauges> gauges = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Durations> durations = new ConcurrentHashMap<>();
  private volatile Set<String> reserved = Set.of();
  private volatile @Nullable OwnMetrics own;
  private boolean closed;

  /**
   * @param prefix of every name, with its underscore
   * @param limit label sets of each
   */
  PlainMetrics(String prefix, int limit, Budget budget) {
    this.prefix = prefix;
    this.limit = limit;
    this.budget = budget;
  }

  Counters counter(String name, String help, List<String> labels) {
    Counters found = counters.get(name);
    if (found == null) {
      Counters fresh = new Counters(prefix + name + "_total", help, labels, limit);
      found = counters.putIfAbsent(name, fresh);
      if (found == null) {
        return fresh;
      }
    }
    agree("counter", name, found.agrees(labels));
    return found;
  }

  Gauges gauge(String name, String help, List<String> labels) {
    Gauges found = gauges.get(name);
    if (found == null) {
      Gauges fresh = new Gauges(prefix + name, help, labels, limit);
      found = gauges.putIfAbsent(name, fresh);
      if (found == null) {
        return fresh;
      }
    }
    agree("gauge", name, found.agrees(labels));
    return found;
  }

  Durations durations(String name, String help, List<String> labels, double[] bounds) {
    Durations found = durations.get(name);
    if (found == null) {
      Durations fresh = new Durations(prefix + name, help, labels, limit, bounds, budget);
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

  /** Names that no metric of the application's own may have; before the first of them. */
  void reserve(Set<String> names) {
    reserved = Set.copyOf(names);
  }

  /** Those of the application's own, made at the first call; {@code warnings} counts but then. */
  synchronized OwnMetrics own(Consumer<String> warnings) {
    OwnMetrics known = own;
    if (known == null) {
      known = new OwnMetrics(prefix, reserved, limit, warnings);
      own = closed ? null : known; // what is closed holds nothing of Heddle's loader
    }
    return known;
  }

  Map<String, Long> rejectedOwn() {
    OwnMetrics known = own;
    return known == null ? Map.of() : known.rejected();
  }

  /** All of them, each kind in the order of its names. */
  List<LabelledMetric> all() {
    List<LabelledMetric> all = new ArrayList<>(new TreeMap<>(counters).values());
    all.addAll(new TreeMap<>(gauges).values());
    all.addAll(new TreeMap<>(durations).values());
    OwnMetrics theirs = own;
    if (theirs != null) {
      all.addAll(theirs.all());
    }
    return all;
  }

  /** What the heaviest of them weighs; parameters as of {@link Registry#weigh}. */
  long weigh(long perPoint, long perBucket, long perCharacter) {
    long heaviest = 0;
    for (LabelledMetric metric : all()) {
      long perSet = perPoint + metric.buckets() * perBucket;
      heaviest = Math.max(heaviest, metric.table().weigh(perSet, perCharacter));
    }
    return heaviest;
  }

  long repairedLabels() {
    long repaired = 0;
    for (LabelledMetric metric : all()) {
      repaired += metric.table().repaired();
    }
    return repaired;
  }

  void addDropped(Map<String, Long> into) {
    LabelledMetric.addDropped(counters, into);
    LabelledMetric.addDropped(gauges, into);
    LabelledMetric.addDropped(durations, into);
    OwnMetrics theirs = own;
    if (theirs != null) {
      theirs.addDropped(into);
    }
  }

  synchronized void close() {
    closed = true;
    own = null;
    counters.clear();
    gauges.clear();
    durations.clear();
  }
}
