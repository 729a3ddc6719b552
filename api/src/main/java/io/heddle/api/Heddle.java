package io.heddle.api;

import java.util.List;

/**
 * Entry point of the API: creates the metrics that an application records. Handles are obtained
 * once and kept; they work without the agent (recording nothing), with it, after it came late and
 * after it has left.
 *
 * <p>Metrics are exported under the names given here. A metric that is registered again with the
 * same type, labels and bounds is the same metric.
 */
public final class Heddle {
  private static final int MOST_METRICS = 1000;

  // the only static state here: parts of an application that contradict each other meet in it
  private static final MetricTable TABLE = new MetricTable(MOST_METRICS);

  private Heddle() {}

  /** Returns the backend whose calls the agent records; always the same object. */
  public static MetricsBackend backend() {
    return AgentBackend.INSTANCE;
  }

  /**
   * Registers a counter, or returns the one that is registered already.
   *
   * @param name ends in {@code _total}
   * @param help one sentence for people
   * @param labels names of its labels
   * @throws IllegalArgumentException in one sentence, if a name cannot be exported or another
   *     metric has it
   */
  public static Counter counter(String name, String help, String... labels) {
    MetricNames.checkCounter(name);
    MetricNames.checkHelp(name, help);
    List<String> names = MetricNames.checkLabels(name, labels);
    return TABLE.enter(new Counter(name, help, names, Metric.values(names)), Counter.class);
  }

  /**
   * Registers a gauge, or returns the one that is registered already.
   *
   * @param name not ending in a word that Prometheus adds, such as {@code _total}
   * @param help one sentence for people
   * @param labels names of its labels
   * @throws IllegalArgumentException in one sentence, if a name cannot be exported or another
   *     metric has it
   */
  public static Gauge gauge(String name, String help, String... labels) {
    MetricNames.checkOther("gauge", name);
    MetricNames.checkHelp(name, help);
    List<String> names = MetricNames.checkLabels(name, labels);
    return TABLE.enter(new Gauge(name, help, names, Metric.values(names)), Gauge.class);
  }

  /**
   * Registers a histogram, or returns the one that is registered already.
   *
   * @param name not ending in a word that Prometheus adds, such as {@code _count}
   * @param help one sentence for people
   * @param bounds upper bounds of its buckets, rising; the bucket without a bound is added
   * @param labels names of its labels
   * @throws IllegalArgumentException in one sentence, if a name or a bound cannot be exported or
   *     another metric has the name
   */
  public static Histogram histogram(String name, String help, double[] bounds, String... labels) {
    MetricNames.checkOther("histogram", name);
    MetricNames.checkHelp(name, help);
    double[] own = MetricNames.checkBounds(name, bounds);
    List<String> names = MetricNames.checkLabels(name, labels);
    return TABLE.enter(
        new Histogram(name, help, own, names, Metric.values(names)), Histogram.class);
  }
}
