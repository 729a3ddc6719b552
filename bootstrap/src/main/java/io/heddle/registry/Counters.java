package io.heddle.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A counter with labels, apart from runs: bytes, errors of runners. Thread-safe. */
public final class Counters {
  private final String name;
  private final String help;
  private final List<String> labels;
  private final int limit;
  private final ConcurrentHashMap<List<String>, Value> values = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();
  private final Value overflow;
  private volatile boolean full;

  Counters(String name, String help, List<String> labels, int limit) {
    this.name = name;
    this.help = help;
    this.labels = List.copyOf(labels);
    this.limit = limit;
    List<String> texts = Collections.nCopies(labels.size(), RunFamily.OVERFLOW);
    this.overflow = new Value(new LabelSet(labels, texts), new LongAdder());
  }

  /**
   * The counter of these label values; the overflow one when there are too many.
   *
   * @param labelValues one for each label
   */
  public LongAdder at(List<String> labelValues) {
    Value known = values.get(labelValues);
    return (known != null ? known : newValue(labelValues)).adder;
  }

  private Value newValue(List<String> wanted) {
    if (wanted.size() != labels.size()) {
      throw new IllegalArgumentException(
          "counter '" + name + "' has labels " + labels + ", not " + wanted.size());
    }
    Value made =
        full || (!wanted.isEmpty() && wanted.equals(overflow.labels.values()))
            ? null
            : make(wanted);
    if (made != null) {
      return made;
    }
    dropped.increment();
    return overflow;
  }

  private synchronized @Nullable Value make(List<String> wanted) {
    Value known = values.get(wanted);
    if (known != null) {
      return known;
    }
    if (values.size() >= limit) {
      full = true;
      return null;
    }
    LabelSet set = new LabelSet(labels, wanted);
    Value fresh = new Value(set, new LongAdder());
    values.put(set.values(), fresh);
    return fresh;
  }

  /** How often a label set found the counter full. */
  public long dropped() {
    return dropped.sum();
  }

  boolean agrees(List<String> labelNames) {
    return labels.equals(labelNames);
  }

  List<MetricSnapshot> read() {
    List<Point> points = new ArrayList<>();
    for (Map.Entry<List<String>, Value> entry : values.entrySet()) {
      Value value = entry.getValue();
      points.add(new Point(value.labels, value.adder.sum()));
    }
    if (dropped.sum() > 0) {
      points.add(new Point(overflow.labels, overflow.adder.sum()));
    }
    return points.isEmpty() ? List.of() : List.of(new MetricSnapshot.Counter(name, help, points));
  }

  private record Value(LabelSet labels, LongAdder adder) {}
}
