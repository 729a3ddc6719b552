package io.heddle.agent.governor;

import io.heddle.registry.Registry;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricProducer;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Publishes what counting and timing the calls of each rule cost, and how many went untimed. */
final class GovernorMetrics implements MetricProducer {
  private static final String RULE = "rule";

  private final Registry registry;
  private final String family;
  private final CallCost cost;
  private final long beganMillis = System.currentTimeMillis();
  // guarded by the scrape lock
  private final Map<String, Published> published = new HashMap<>();

  /** The label of a rule, and the seconds of its last scrape. */
  private static final class Published {
    final LabelSet label;
    double seconds;

    Published(String rule) {
      this.label = LabelSet.of(List.of(RULE), List.of(rule));
    }
  }

  /** The series of one rule together. */
  private static final class Sum {
    long completed;
    long untimed;
    int interval = 1;
  }

  /**
   * @param family name of the family whose runs may go untimed; it has a label {@code rule}
   */
  GovernorMetrics(Registry registry, String family, CallCost cost) {
    this.registry = registry;
    this.family = family;
    this.cost = cost;
  }

  /** Returns the rule that the runs of a series belong to. */
  static String rule(Series series) {
    LabelSet labels = series.labels();
    int at = labels.names().indexOf(RULE);
    return at < 0 ? "" : labels.values().get(at);
  }

  @Override
  public List<MetricSnapshot> read() {
    RunFamily calls = registry.known(family);
    Map<String, Sum> sums = calls == null ? Map.of() : sums(calls);
    if (sums.isEmpty()) {
      return List.of();
    }
    List<Point> overhead = new ArrayList<>();
    List<Point> untimed = new ArrayList<>();
    List<Point> intervals = new ArrayList<>();
    double timing = cost.timingNanos();
    published.keySet().retainAll(sums.keySet()); // a rule that a reload took out of force
    sums.forEach(
        (rule, sum) -> {
          Published known = published.computeIfAbsent(rule, Published::new);
          LabelSet label = known.label;
          double nanos =
              sum.completed * CallCost.COUNT_NANOS + (sum.completed - sum.untimed) * timing;
          // calls between the two reads seem timed until the next scrape
          known.seconds = Math.max(known.seconds, nanos / 1e9);
          overhead.add(new Point(label, known.seconds, beganMillis));
          untimed.add(new Point(label, sum.untimed, beganMillis));
          intervals.add(new Point(label, sum.interval));
        });
    String self = registry.prefix() + "_self_";
    return List.of(
        MetricSnapshot.gauge(
            self + "clock_seconds",
            "How long a read of the clock takes in this JVM.",
            cost.clockNanos() / 1e9),
        new MetricSnapshot.Counter(
            self + "overhead_seconds_total",
            "Estimated time that counting and timing calls took, by rule.",
            overhead),
        new MetricSnapshot.Gauge(
            self + "timing_interval",
            "Of how many calls one is timed, by rule: 1 if all are; of the method with the most.",
            intervals),
        new MetricSnapshot.Counter(
            self + "untimed_calls_total",
            "Calls that were counted with the duration of another one, by rule.",
            untimed));
  }

  private static Map<String, Sum> sums(RunFamily calls) {
    Map<String, Sum> sums = new TreeMap<>();
    for (Series series : calls.called()) {
      @Nullable Sum sum = sums.get(rule(series));
      if (sum == null) {
        sum = new Sum();
        sums.put(rule(series), sum);
      }
      // first what is the smaller one: both grow meanwhile
      sum.untimed += series.untimed();
      sum.completed += series.completed();
      sum.interval = Math.max(sum.interval, series.interval());
    }
    return sums;
  }
}
