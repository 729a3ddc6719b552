package io.heddle.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A counter with labels, apart from runs: bytes, errors of runners. Thread-safe. */
public final class Counters {
  private final String name;
  private final String help;
  private final List<String> labels;
  private final int limit;
  private final ConcurrentHashMap<List<String>, Value> values = new ConcurrentHashMap<>();

  Counters(String name, String help, List<String> labels, int limit) {
    this.name = name;
    this.help = help;
    this.labels = List.copyOf(labels);
    this.limit = limit;
  }

  /**
   * The counter of these label values; the overflow one when there are too many.
   *
   * @param labelValues one for each label
   */
  public LongAdder at(List<String> labelValues) {
    Value known = values.get(labelValues);
    if (known == null) {
      List<String> key =
          values.size() < limit
              ? List.copyOf(labelValues)
              : Collections.nCopies(labels.size(), RunFamily.OVERFLOW);
      Value fresh = new Value(new LabelSet(labels, key), new LongAdder());
      Value before = values.putIfAbsent(key, fresh);
      known = before != null ? before : fresh;
    }
    return known.adder;
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
    return points.isEmpty() ? List.of() : List.of(new MetricSnapshot.Counter(name, help, points));
  }

  private record Value(LabelSet labels, LongAdder adder) {}
}
