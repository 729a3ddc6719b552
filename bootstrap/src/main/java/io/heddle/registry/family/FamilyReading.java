package io.heddle.registry.family;

import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the points of one family during one scrape: durations of a few label sets at a time,
 * which are handed over first, and all other points. Not thread-safe.
 */
final class FamilyReading {
  final ReadPoints started;
  final ReadPoints completed;
  // last in the metric: the others come in the order of the durations
  final ReadPoints uncompleted = new ReadPoints(0);
  final ReadPoints errors = new ReadPoints(0);
  final ReadPoints inFlight;
  // milliseconds; of families whose runs are listed
  private final ReadPoints oldest = ReadPoints.ofMilliseconds();
  private final Map<Series, Long> oldestNanos;
  private final long nowNanos = System.nanoTime();
  List<HistogramPoint> durations = new ArrayList<>();
  final NestedRunSnapshot parts = new NestedRunSnapshot();
  final BucketAccumulator counts;
  // of the series that is being read
  final List<Cells> cells = new ArrayList<>();
  final List<Cells> partCells = new ArrayList<>();
  private final RunFamily family;
  private final String name;
  // before those that were called are read: one that is called meanwhile is met once or twice
  final Set<Series> zeros;
  // likewise: what reads 0 was 0 then
  final long millis = System.currentTimeMillis();
  private boolean begun;

  FamilyReading(RunFamily family, Map<Series, Long> oldestNanos) {
    this.family = family;
    this.oldestNanos = oldestNanos;
    this.zeros = new HashSet<>(family.zeros());
    int sets = family.size() + zeros.size();
    this.name = family.prefix() + "_" + family.spec().name();
    this.counts = new BucketAccumulator(family.grid().size());
    this.started = new ReadPoints(sets);
    this.completed = new ReadPoints(sets);
    this.inFlight = new ReadPoints(started);
  }

  /**
   * Turns the gathered counts into one outcome of one series and returns the number of runs.
   *
   * @param owner the labels, and when the counter began
   * @param firstMillis when the histogram began
   */
  long complete(ReadPoints.Owner owner, long nanos, long firstMillis) {
    long count = counts.total();
    durations.add(counts.take(owner.labels(), nanos / 1e9, firstMillis));
    completed.add(owner, count);
    return count;
  }

  /** Adds what is in flight of one series, and how old the oldest of it is. */
  void inFlight(Series series, @Nullable Series partSeries, long count) {
    inFlight.add(series, count);
    if (!family.spec().tracked()) {
      return;
    }
    long millis =
        count == 0 ? -1 : Math.max(age(series), partSeries == null ? -1 : age(partSeries));
    // of runs that are not listed nobody knows how old they are
    if (millis >= 0 || count == 0 || !family.hasUnlisted()) {
      oldest.add(series, Math.max(0, millis));
    }
  }

  /** Returns the milliseconds of the oldest listed run; -1 if there is none. */
  private long age(Series series) {
    Long start = oldestNanos.get(series);
    return start == null ? -1 : Math.max(0, nowNanos - start) / 1_000_000;
  }

  void passDurations(MetricSink sink) throws IOException {
    if (!durations.isEmpty()) {
      String help = family.spec().help() + ": duration, by outcome.";
      BucketLayout grid = family.grid();
      sink.take(
          new MetricSnapshot.Histogram(name + "_duration_seconds", help, grid, durations), begun);
      begun = true;
      durations = new ArrayList<>();
    }
    parts.passDurations(sink, name, family.grid());
  }

  void passRest(MetricSink sink) throws IOException {
    passDurations(sink);
    parts.passRest(sink, name);
    completed.addAll(uncompleted);
    counter(sink, "_completed_total", ": completed, by outcome.", completed);
    counter(sink, "_errors_total", ": not successful, by kind.", errors);
    if (!inFlight.isEmpty()) {
      String help = family.spec().help() + ": entered and not completed.";
      sink.take(new MetricSnapshot.Gauge(name + "_in_flight", help, inFlight), false);
    }
    if (!oldest.isEmpty()) {
      String help = family.spec().help() + ": how long the oldest run in flight has lasted.";
      sink.take(new MetricSnapshot.Gauge(name + "_oldest_seconds", help, oldest), false);
    }
    counter(sink, "_started_total", ": entered.", started);
  }

  private void counter(MetricSink sink, String suffix, String help, List<Point> points)
      throws IOException {
    if (!points.isEmpty()) {
      String sentence = family.spec().help() + help;
      sink.take(new MetricSnapshot.Counter(name + suffix, sentence, points), false);
    }
  }
}
