package io.heddle.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A gauge with labels: what somebody set last, or added up. Thread-safe. */
public final class Gauges {
  private final String name;
  private final String help;
  private final List<String> labels;
  private final int limit;
  private final ConcurrentHashMap<List<String>, Value> values = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();
  private final Value overflow;
  private volatile boolean full;

  Gauges(String name, String help, List<String> labels, int limit) {
    this.name = name;
    this.help = help;
    this.labels = List.copyOf(labels);
    this.limit = limit;
    List<String> texts = Collections.nCopies(labels.size(), RunFamily.OVERFLOW);
    this.overflow = new Value(new LabelSet(labels, texts));
  }

  /**
   * The gauge of these label values; the overflow one when there are too many.
   *
   * @param labelValues one for each label
   */
  public Value at(List<String> labelValues) {
    Value known = values.get(labelValues);
    return known != null ? known : newValue(labelValues);
  }

  private Value newValue(List<String> wanted) {
    if (wanted.size() != labels.size()) {
      throw new IllegalArgumentException(
          "gauge '" + name + "' has labels " + labels + ", not " + wanted.size());
    }
    boolean refused = full || (!wanted.isEmpty() && wanted.equals(overflow.set.values()));
    Value made = refused ? null : make(wanted);
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
    Value fresh = new Value(new LabelSet(labels, wanted));
    values.put(fresh.set.values(), fresh);
    return fresh;
  }

  /** How often a label set found the gauge full. */
  public long dropped() {
    return dropped.sum();
  }

  boolean agrees(List<String> labelNames) {
    return labels.equals(labelNames);
  }

  /** Those that somebody set or changed; none otherwise. */
  List<MetricSnapshot> read() {
    List<Point> points = new ArrayList<>();
    for (Value value : values.values()) {
      value.read(points);
    }
    overflow.read(points);
    return points.isEmpty() ? List.of() : List.of(new MetricSnapshot.Gauge(name, help, points));
  }

  /** One gauge of one label set. Thread-safe. */
  public static final class Value {
    // NaN that nobody can set: nothing was set yet, and absent is not zero
    private static final long UNSET = 0x7ff8_0000_dead_beefL;

    private final LabelSet set;
    private final AtomicLong bits = new AtomicLong(UNSET);

    Value(LabelSet set) {
      this.set = set;
    }

    /** From now on it is this; with volatile semantics. */
    public void set(double value) {
      bits.set(Double.doubleToLongBits(value));
    }

    /** Adds, exactly once, to what it is; to zero if it was never set. */
    public void add(double change) {
      long before = bits.get();
      while (!bits.compareAndSet(before, Double.doubleToLongBits(sum(before, change)))) {
        before = bits.get();
      }
    }

    private static double sum(long before, double change) {
      return before == UNSET ? change : Double.longBitsToDouble(before) + change;
    }

    private void read(List<Point> points) {
      long now = bits.get();
      if (now != UNSET) {
        points.add(new Point(set, Double.longBitsToDouble(now)));
      }
    }
  }
}
