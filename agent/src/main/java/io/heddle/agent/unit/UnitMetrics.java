package io.heddle.agent.unit;

import io.heddle.agent.os.ProcessReading;
import io.heddle.agent.os.ProcessSource;
import io.heddle.agent.unit.spill.Spill;
import io.heddle.agent.unit.spill.SpillMetrics;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Metrics of the sampling of units, and the kernel's processor time of all ended children. */
final class UnitMetrics {
  private static final double NANOS = 1e9;

  private final String prefix;
  private final String self;
  private final UnitTable table;
  private final @Nullable Spill spill;
  private final ProcessSource samplerSource;
  private final ProcessSource ownSource;
  private long childrenTicks = ProcessReading.UNKNOWN;
  private final Map<String, LabelSet> labels = new TreeMap<>();

  /**
   * @param samplerSource the source of the sampler
   * @param ownSource another source, for the thread that reads these metrics
   */
  UnitMetrics(
      String prefix,
      UnitTable table,
      @Nullable Spill spill,
      ProcessSource samplerSource,
      ProcessSource ownSource) {
    this.prefix = prefix + "_";
    this.self = prefix + "_self_units_";
    this.table = table;
    this.spill = spill;
    this.samplerSource = samplerSource;
    this.ownSource = ownSource;
  }

  /** Returns the metrics as they are now. Called under the lock of scrapes. */
  List<MetricSnapshot> read() {
    List<MetricSnapshot> all = new ArrayList<>();
    childrenTicks = Math.max(childrenTicks, ownSource.childrenTicks());
    if (childrenTicks >= 0) {
      all.add(
          new MetricSnapshot.Counter(
              prefix + "children_cpu_seconds_total",
              "Processor time of the children that have ended, as the kernel charged this JVM.",
              List.of(new Point(LabelSet.EMPTY, childrenTicks * (ownSource.tickNanos() / NANOS)))));
    }
    addStore(all, table.figures());
    if (spill != null) {
      addSpill(all, spill.figures());
    }
    return all;
  }

  private void addStore(List<MetricSnapshot> all, UnitTable.Figures figures) {
    all.add(
        MetricSnapshot.gauge(self + "samples", "Samples of units in memory.", figures.samples()));
    all.add(
        MetricSnapshot.gauge(
            self + "bytes", "Memory of units and their samples.", figures.bytes()));
    all.add(
        MetricSnapshot.gauge(
            self + "capacity_bytes", "What units.memory allows.", figures.capacity()));
    all.add(
        counter(
            self + "evicted_samples_total",
            "Samples that left memory, by cause.",
            "cause",
            Map.of(
                "retention", figures.evictedByRetention(), "budget", figures.evictedByBudget())));
    addIfAny(
        all,
        self + "forgotten_total",
        "Units of ended processes that were given up early: there were too many.",
        figures.forgotten());
    addIfAny(
        all,
        self + "unlisted_total",
        "Processes that found no memory to be listed.",
        figures.unlisted());
    addIfAny(
        all,
        self + "refused_samples_total",
        "Samples that found no memory, whatever else would have gone.",
        figures.refused());
    addIfAny(
        all,
        self + "rejected_readings_total",
        "Readings that cannot be, such as processor time that falls.",
        figures.rejected());
    addIfAny(
        all,
        self + "unreadable_total",
        "Times that the files of a process were there and could not be read.",
        samplerSource.unreadableCount());
    addIfAny(
        all,
        self + "clock_steps_total",
        "Times that the wall clock was put elsewhere.",
        figures.steps());
    addIfAny(
        all,
        self + "folded_total",
        "Units whose program found no series of its own.",
        figures.folded());
  }

  private void addSpill(List<MetricSnapshot> all, SpillMetrics figures) {
    all.add(
        MetricSnapshot.gauge(
            self + "spill_bytes", "Bytes in segments of samples.", figures.bytes()));
    all.add(
        MetricSnapshot.gauge(self + "spill_segments", "Segments of samples.", figures.segments()));
    all.add(
        MetricSnapshot.counter(
            self + "spill_records_total",
            "Samples that were written to segments.",
            figures.records()));
    if (!figures.dropped().isEmpty()) {
      all.add(
          counter(
              self + "spill_dropped_total",
              "Samples that left memory and did not get to the disk, by cause.",
              "cause",
              figures.dropped()));
    }
    if (!figures.errors().isEmpty()) {
      all.add(
          counter(
              self + "spill_errors_total",
              "Errors of the disk under segments, by kind.",
              "kind",
              figures.errors()));
    }
  }

  private static void addIfAny(List<MetricSnapshot> all, String name, String help, long value) {
    if (value > 0) {
      all.add(MetricSnapshot.counter(name, help, value));
    }
  }

  private MetricSnapshot counter(String name, String help, String label, Map<String, Long> values) {
    List<Point> points = new ArrayList<>();
    for (Map.Entry<String, Long> value : new TreeMap<>(values).entrySet()) {
      LabelSet set =
          labels.computeIfAbsent(
              label + "=" + value.getKey(),
              key -> LabelSet.of(List.of(label), List.of(value.getKey())));
      points.add(new Point(set, value.getValue()));
    }
    return new MetricSnapshot.Counter(name, help, points);
  }
}
