package io.heddle.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A histogram of durations with labels that is fed by no family of runs. Thread-safe. */
public final class Durations {
  private final String name;
  private final String help;
  private final List<String> labels;
  private final int limit;
  private final Grid grid;
  private final Budget budget;
  private final ConcurrentHashMap<List<String>, Value> values = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();
  private final List<String> overflow;
  private boolean full;

  Durations(
      String name, String help, List<String> labels, int limit, double[] bounds, Budget budget) {
    this.name = name;
    this.help = help;
    this.labels = List.copyOf(labels);
    this.limit = limit;
    this.grid = new Grid(bounds);
    this.budget = budget;
    this.overflow = Collections.nCopies(labels.size(), RunFamily.OVERFLOW);
  }

  /**
   * Adds one observation.
   *
   * @param labelValues one for each label; those beyond the limit are folded into one
   * @param nanos 0 or more
   */
  public void record(List<String> labelValues, long nanos) {
    if (labelValues.size() != labels.size()) {
      throw new IllegalArgumentException(
          "histogram '" + name + "' has labels " + labels + ", not " + labelValues.size());
    }
    Value known = values.get(labelValues);
    (known != null ? known : newValue(labelValues)).record(grid.cellOf(nanos), nanos);
  }

  private synchronized Value newValue(List<String> wanted) {
    Value known = values.get(wanted);
    if (known != null) {
      return known;
    }
    boolean fits = !full && !wanted.equals(overflow);
    if (fits && values.size() >= limit) {
      full = true;
      fits = false;
    }
    if (!fits) {
      dropped.increment();
    }
    List<String> kept = fits ? wanted : overflow;
    Value before = values.get(kept);
    if (before != null) {
      return before;
    }
    budget.force(Buckets.bytes(grid));
    Value fresh = new Value(new LabelSet(labels, kept), new Buckets(grid, budget, false));
    values.put(fresh.labels.values(), fresh);
    return fresh;
  }

  /** How often a label set found the histogram full. */
  long dropped() {
    return dropped.sum();
  }

  List<MetricSnapshot> read() {
    CountsRange counts = new CountsRange(grid.size());
    List<HistogramPoint> points = new ArrayList<>();
    for (Value value : values.values()) {
      // before the buckets: the sum never holds what they do not
      double seconds = value.nanos.sum() / 1e9;
      value.buckets.addTo(counts);
      HistogramPoint point = counts.take(value.labels, seconds);
      if (point.count() > 0) {
        points.add(point);
      }
    }
    return points.isEmpty()
        ? List.of()
        : List.of(new MetricSnapshot.Histogram(name, help, grid, points));
  }

  private static final class Value {
    final LabelSet labels;
    final Buckets buckets;
    final LongAdder nanos = new LongAdder();

    Value(LabelSet labels, Buckets buckets) {
      this.labels = labels;
      this.buckets = buckets;
    }

    void record(int cell, long duration) {
      Buckets.incrementShared(buckets.forceChunkOf(cell), cell);
      nanos.add(duration);
    }
  }
}
