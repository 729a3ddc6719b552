package io.heddle.registry.family;

import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A snapshot of the runs that are part of others, for one scrape: their shares of the metrics of
 * their family. Not thread-safe.
 */
final class NestedRunSnapshot {
  private final List<Point> started = new ArrayList<>();
  private final List<Point> inFlight = new ArrayList<>();
  private final List<Point> completed = new ArrayList<>();
  private final List<Point> errors = new ArrayList<>();
  private List<HistogramPoint> durations = new ArrayList<>();

  /** Adds one label set: the runs that were entered, and those of them that have ended. */
  void started(LabelSet labels, long entered, long ended) {
    started.add(new Point(labels, entered));
    inFlight.add(new Point(labels, (double) (entered - ended)));
  }

  /** Adds the runs of one outcome; the accumulator keeps its counts. */
  void complete(LabelSet labels, BucketAccumulator counts, long nanos) {
    completed.add(new Point(labels, counts.total()));
    durations.add(counts.copy(labels, nanos / 1e9, 0));
  }

  void errors(LabelSet labels, long count) {
    errors.add(new Point(labels, count));
  }

  /**
   * Hands over the durations that have been read since the last call.
   *
   * @param name of the family, with prefix
   */
  void passDurations(MetricSink sink, String name, BucketLayout grid) throws IOException {
    if (!durations.isEmpty()) {
      sink.part(new MetricSnapshot.Histogram(name + "_duration_seconds", "", grid, durations));
      durations = new ArrayList<>();
    }
  }

  /** Hands over the rest; nothing if there were no such runs. */
  void passRest(MetricSink sink, String name) throws IOException {
    if (!started.isEmpty()) {
      sink.part(new MetricSnapshot.Counter(name + "_completed_total", "", completed));
      sink.part(new MetricSnapshot.Counter(name + "_errors_total", "", errors));
      sink.part(new MetricSnapshot.Gauge(name + "_in_flight", "", inFlight));
      sink.part(new MetricSnapshot.Counter(name + "_started_total", "", started));
    }
  }
}
