package io.heddle.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Heddle's counters, gauges and histograms that belong to no family of runs. Thread-safe. */
final class PlainMetrics {
  private final String prefix;
  private final int limit;
  private final Budget budget;
  private final ConcurrentHashMap<String, Counters> counters = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Gauges> gauges = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Durations> durations = new ConcurrentHashMap<>();

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

  /** Everything at this moment, each kind in the order of its names. */
  List<MetricSnapshot> read() {
    List<MetricSnapshot> all = new ArrayList<>();
    for (Counters counter : new TreeMap<>(counters).values()) {
      all.addAll(counter.read());
    }
    for (Gauges gauge : new TreeMap<>(gauges).values()) {
      all.addAll(gauge.read());
    }
    for (Durations duration : new TreeMap<>(durations).values()) {
      all.addAll(duration.read());
    }
    return all;
  }

  void addDropped(Map<String, Long> into) {
    for (Map.Entry<String, Counters> entry : counters.entrySet()) {
      Registry.addPositive(into, entry.getKey(), entry.getValue().dropped());
    }
    for (Map.Entry<String, Gauges> entry : gauges.entrySet()) {
      Registry.addPositive(into, entry.getKey(), entry.getValue().dropped());
    }
    for (Map.Entry<String, Durations> entry : durations.entrySet()) {
      Registry.addPositive(into, entry.getKey(), entry.getValue().dropped());
    }
  }

  void clear() {
    counters.clear();
    gauges.clear();
    durations.clear();
  }
}
