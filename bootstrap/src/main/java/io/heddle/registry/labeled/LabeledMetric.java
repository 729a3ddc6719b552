package io.heddle.registry.labeled;

import io.heddle.registry.family.LabelTable;
import io.heddle.registry.snapshot.MetricSink;
import java.io.IOException;
import java.util.List;

/**
 * A metric with labels that belongs to no family of runs. Thread-safe.
 *
 * @param <V> the state of one label set
 */
public abstract class LabeledMetric<V> extends LabelTable<V> {
  private final String kind;
  private final String name;
  private final String help;

  /**
   * Creates a metric without label sets.
   *
   * @param kind of metric, for messages, such as {@code counter}
   * @param name as exported
   * @param limit label sets besides the overflow one
   */
  protected LabeledMetric(String kind, String name, String help, List<String> labels, int limit) {
    super(kind + " '" + name + "'", labels, limit);
    this.kind = kind;
    this.name = name;
    this.help = help;
  }

  /** Hands over the current values; nothing if there are none. */
  public abstract void scrape(MetricSink sink) throws IOException;

  /** Returns the number of classic buckets of each label set; 0 if it is no histogram. */
  protected int buckets() {
    return 0;
  }

  /** Lets go of what handles of the application would keep: the registry has closed. */
  final void close() {
    for (V value : all()) {
      if (value instanceof DataPoint point) {
        point.close();
      }
    }
  }

  /**
   * Returns true if a handle may keep this value. It may not keep that of the overflow: each of its
   * calls is to be counted as dropped.
   */
  public final boolean isKept(V value) {
    return !isOverflowValue(value);
  }

  @Override
  public final long weigh(long perPoint, long perBucket, long perCharacter) {
    return size() * (perPoint + buckets() * perBucket) + characters() * perCharacter;
  }

  /** Returns the kind of metric, for messages. */
  public final String kind() {
    return kind;
  }

  /** Returns the name, as exported. */
  public final String name() {
    return name;
  }

  /** Returns one sentence that explains the metric to people. */
  public final String help() {
    return help;
  }
}
