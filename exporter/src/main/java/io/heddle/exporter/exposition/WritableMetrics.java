package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the metrics of a scrape for a writer of any format: chooses them by name, cuts them into
 * blocks, and leaves out the single series that cannot be written. Those are the ones that
 * client_java refuses, and labels that a metric has already; so every format has the same. Not
 * thread-safe.
 */
public final class WritableMetrics implements MetricSink {
  /** Maximum number of points of counters and gauges that are written at a time. */
  private static final int POINTS = 256;

  /** Takes the metrics that can be written. */
  public interface Writer {
    /**
     * Writes a part of a metric.
     *
     * @param metric with at least one point, all of which can be written
     * @param points the same points in the order of their labels
     * @param head name and help of the metric
     * @param continued true if points of the same metric came before
     */
    void write(MetricSnapshot metric, PointBlock points, MetricHead head, boolean continued)
        throws IOException;
  }

  /** Records the series that are left out. */
  public interface Refusals {
    /**
     * Records that some series of a metric are left out.
     *
     * @param series their number
     */
    void refused(String metric, int series, String why);
  }

  private final Predicate<String> names;
  private final PointBlock block = new PointBlock();
  private final Refusals refusals;
  private final Writer writer;
  private final Set<String> takenNames = new HashSet<>();
  private @Nullable MetricHead head;
  private String refusal = "";
  private boolean requested;
  private boolean started;

  /**
   * Creates a sink in front of a writer.
   *
   * @param names accepts the names of the requested metrics, see {@link RequestedMetricNames}
   */
  public WritableMetrics(Predicate<String> names, Refusals refusals, Writer writer) {
    this.names = names;
    this.refusals = refusals;
    this.writer = writer;
  }

  @Override
  public void take(MetricSnapshot metric, boolean continued) throws IOException {
    if (!continued) {
      begin(metric);
    }
    int size = SnapshotChunks.size(metric);
    int blockSize = SnapshotChunks.isHistogram(metric) ? HISTOGRAMS : POINTS;
    MetricHead known = head;
    if (known == null) {
      refuse(metric, size, refusal);
    } else if (requested && size <= 2 * blockSize) {
      write(metric, known);
    } else if (requested) {
      writeBlocks(unique(metric), known, blockSize);
    }
  }

  private void begin(MetricSnapshot metric) {
    started = false;
    head = null;
    try {
      MetricHead candidate = MetricHead.of(metric);
      requested = names.test(candidate.name());
      if (takenNames.add(candidate.name())) {
        head = candidate;
      } else {
        refusal = "another metric has this name";
      }
    } catch (RuntimeException e) {
      refusal = String.valueOf(e.getMessage());
    }
  }

  private void writeBlocks(MetricSnapshot metric, MetricHead known, int blockSize)
      throws IOException {
    int size = SnapshotChunks.size(metric);
    for (int from = 0; from < size; from += blockSize) {
      write(SnapshotChunks.part(metric, from, Math.min(size, from + blockSize)), known);
    }
  }

  private void write(MetricSnapshot metric, MetricHead known) throws IOException {
    MetricSnapshot accepted = metric;
    if (!block.load(metric)) {
      accepted = writable(metric);
      if (accepted == null) {
        return;
      }
      block.load(accepted);
    }
    boolean continued = started;
    started = true;
    writer.write(accepted, block, known, continued);
  }

  /** Returns the points that client_java accepts, tried one by one; null if there are none. */
  private @Nullable MetricSnapshot writable(MetricSnapshot metric) {
    List<Integer> accepted = new ArrayList<>();
    Set<LabelSet> labels = new HashSet<>();
    for (int i = 0; i < SnapshotChunks.size(metric); i++) {
      Object point = SnapshotChunks.point(metric, i);
      String why = block.refusal(metric, point);
      if (why != null) {
        refuse(metric, 1, why);
      } else if (labels.add(SnapshotChunks.labels(point))) {
        accepted.add(i);
      } else {
        refuse(metric, 1, "two series have the same labels");
      }
    }
    return accepted.isEmpty() ? null : SnapshotChunks.only(metric, accepted);
  }

  /** Returns the first series of each label set; client_java compares those of one block only. */
  private MetricSnapshot unique(MetricSnapshot metric) {
    int size = SnapshotChunks.size(metric);
    Set<LabelSet> labels = new HashSet<>(2 * size);
    List<Integer> first = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      if (labels.add(SnapshotChunks.labels(SnapshotChunks.point(metric, i)))) {
        first.add(i);
      }
    }
    if (first.size() == size) {
      return metric;
    }
    refuse(metric, size - first.size(), "two series have the same labels");
    return SnapshotChunks.only(metric, first);
  }

  private void refuse(MetricSnapshot metric, int series, String why) {
    refusals.refused(metric.name(), series, why);
  }
}
