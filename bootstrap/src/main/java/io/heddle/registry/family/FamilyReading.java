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
import java.util.Set;

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

  FamilyReading(RunFamily family) {
    this.family = family;
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
