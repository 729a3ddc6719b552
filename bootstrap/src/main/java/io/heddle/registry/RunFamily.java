package io.heddle.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
  private final AtomicLong rejected;
  private final AtomicInteger slots;
  private final ConcurrentHashMap<List<String>, Series> series = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();
  private final Set<String> errorTypes = ConcurrentHashMap.newKeySet();
  private final List<String> overflowValues;
  private volatile @Nullable Series overflow;
  private volatile boolean full;

  RunFamily(
      FamilySpec spec,
      String prefix,
      int limit,
      Budget budget,
      AtomicLong rejected,
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
    Series made = full || isOverflow(values) ? null : make(values);
    if (made != null) {
      return made;
    }
    dropped.increment();
    Series known = overflow;
    return known != null ? known : makeOverflow();
  }

  /** An application may use the very words: two series of the same labels break a scrape. */
  private boolean isOverflow(List<String> values) {
    return !values.isEmpty() && values.equals(overflowValues);
  }

  private synchronized @Nullable Series make(List<String> values) {
    Series known = series.get(values);
    if (known != null) {
      return known;
    }
    if (series.size() >= limit) {
      full = true;
      return null;
    }
    LabelSet labels = new LabelSet(spec.labels(), values);
    Series fresh = new Series(this, labels);
    series.put(labels.values(), fresh);
    return fresh;
  }

  private synchronized Series makeOverflow() {
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
    if (errorTypes.size() >= MAX_ERROR_TYPES) {
      return OTHER; // without the lock: every run of a hundred and first kind comes here
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

  AtomicLong rejected() {
    return rejected;
  }

  /** Number of series with labels of their own, the overflow series included. */
  int liveSeries() {
    return series.size() + (overflow == null ? 0 : 1);
  }

  /** The five metrics of this family now; those that nothing fed are left out. */
  List<MetricSnapshot> read() {
    Reading reading = new Reading(grid());
    for (Series one : series.values()) {
      one.read(reading);
    }
    Series rest = overflow;
    if (rest != null) {
      rest.read(reading);
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
    // of the series that is being read
    final List<Cells> cells = new ArrayList<>();
    private final Grid grid;

    Reading(Grid grid) {
      this.grid = grid;
      this.counts = new CountsRange(grid.size());
    }

    /** Turns the gathered counts into one outcome of one series and returns how many there are. */
    long complete(LabelSet labels, long nanos) {
      long count = counts.total();
      durations.add(counts.take(labels, nanos / 1e9));
      completed.add(new Point(labels, count));
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
