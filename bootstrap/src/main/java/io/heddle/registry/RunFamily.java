package io.heddle.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A family of runs: its series by label values, at most {@code limits.series}. Thread-safe. */
public final class RunFamily {
  /** The value of every label of the series that takes what a full family cannot hold. */
  public static final String OVERFLOW = "_overflow_";

  /** The error type of whatever comes after the first {@value #MAX_ERROR_TYPES}. */
  public static final String OTHER = "_other_";

  private static final int MAX_ERROR_TYPES = 100;

  private final FamilySpec spec;
  private final String prefix;
  private final int limit;
  private final Budget budget;
  private final LongAdder rejected;
  private final AtomicInteger slots;
  private final ConcurrentHashMap<List<String>, Series> series = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();
  private final Set<String> errorTypes = ConcurrentHashMap.newKeySet();
  private final List<String> overflowValues;
  private volatile @Nullable Series overflow;

  RunFamily(
      FamilySpec spec,
      String prefix,
      int limit,
      Budget budget,
      LongAdder rejected,
      AtomicInteger slots) {
    this.slots = slots;
    this.spec = spec;
    this.prefix = prefix;
    this.limit = limit;
    this.budget = budget;
    this.rejected = rejected;
    this.overflowValues = Collections.nCopies(spec.labels().size(), OVERFLOW);
  }

  /** What this family is, as data. */
  public FamilySpec spec() {
    return spec;
  }

  /**
   * The series of these label values; the overflow series once the family is full.
   *
   * @param values one for each label of the family, never null
   */
  public Series series(List<String> values) {
    Series found = series.get(values);
    return found != null ? found : newSeries(values);
  }

  private Series newSeries(List<String> values) {
    if (values.size() != spec.labels().size()) {
      throw new IllegalArgumentException(
          "family '" + spec.name() + "' has labels " + spec.labels() + ", not " + values.size());
    }
    if (size.incrementAndGet() > limit) {
      size.decrementAndGet();
      Series known = series.get(values);
      if (known != null) {
        return known;
      }
      dropped.increment();
      return overflow();
    }
    Series fresh = new Series(this, new LabelSet(spec.labels(), values));
    Series before = series.putIfAbsent(List.copyOf(values), fresh);
    if (before != null) {
      size.decrementAndGet();
      return before;
    }
    return fresh;
  }

  private synchronized Series overflow() {
    Series known = overflow;
    if (known == null) {
      known = new Series(this, new LabelSet(spec.labels(), overflowValues));
      overflow = known;
    }
    return known;
  }

  /** The error type to count under: this one, or {@link #OTHER} after the first hundred. */
  String errorType(String wanted) {
    if (errorTypes.contains(wanted)) {
      return wanted;
    }
    synchronized (errorTypes) {
      if (errorTypes.size() >= MAX_ERROR_TYPES && !errorTypes.contains(wanted)) {
        return OTHER;
      }
      errorTypes.add(wanted);
      return wanted;
    }
  }

  /** Runs whose label set found the family full. */
  public long dropped() {
    return dropped.sum();
  }

  int nextSlot() {
    return slots.getAndIncrement();
  }

  Grid grid() {
    return spec.grid();
  }

  Budget budget() {
    return budget;
  }

  LongAdder rejected() {
    return rejected;
  }

  /** Number of series with labels of their own, the overflow series included. */
  int liveSeries() {
    return series.size() + (overflow == null ? 0 : 1);
  }

  /** The five metrics of this family now; those that nothing fed are left out. */
  List<MetricSnapshot> read() {
    Reading reading = new Reading(grid());
    Collection<Series> all = new ArrayList<>(series.values());
    Series full = overflow;
    if (full != null) {
      all.add(full);
    }
    for (Series one : all) {
      one.read(reading);
    }
    return reading.metrics(prefix + "_" + spec.name(), spec.help());
  }

  /** Gathers the points of one family during one scrape. Not thread-safe. */
  static final class Reading {
    final List<Point> started = new ArrayList<>();
    final List<Point> completed = new ArrayList<>();
    final List<Point> errors = new ArrayList<>();
    final List<Point> inFlight = new ArrayList<>();
    final List<HistogramPoint> durations = new ArrayList<>();
    final CountsRange counts;
    private final Grid grid;

    Reading(Grid grid) {
      this.grid = grid;
      this.counts = new CountsRange(grid.size());
    }

    /** Turns the gathered counts into one outcome of one series and returns how many there are. */
    long complete(LabelSet labels, long nanos) {
      long count = counts.total();
      if (count > 0) {
        durations.add(counts.take(labels, nanos / 1e9));
        completed.add(new Point(labels, count));
      }
      return count;
    }

    List<MetricSnapshot> metrics(String name, String help) {
      List<MetricSnapshot> metrics = new ArrayList<>(5);
      if (!started.isEmpty()) {
        metrics.add(counter(name + "_started_total", help + ": entered.", started));
        metrics.add(
            new MetricSnapshot.Gauge(
                name + "_in_flight", help + ": entered and not completed.", inFlight));
      }
      if (!completed.isEmpty()) {
        metrics.add(
            counter(name + "_completed_total", help + ": completed, by outcome.", completed));
        metrics.add(
            new MetricSnapshot.Histogram(
                name + "_duration_seconds", help + ": duration, by outcome.", grid, durations));
      }
      if (!errors.isEmpty()) {
        metrics.add(counter(name + "_errors_total", help + ": not successful, by kind.", errors));
      }
      return metrics;
    }

    private static MetricSnapshot counter(String name, String help, List<Point> points) {
      return new MetricSnapshot.Counter(name, help, points);
    }
  }
}
