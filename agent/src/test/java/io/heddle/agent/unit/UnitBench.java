package io.heddle.agent.unit;

import io.heddle.agent.unit.store.SampleStore;
import io.heddle.agent.unit.store.WallClock;
import io.heddle.exporter.report.UnitSample;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** A table and a sampler whose clocks and processes a test moves. */
final class UnitBench {
  static final long SECOND = 1000;
  static final long BEGAN = 1_700_000_000_000L;

  final AtomicLong nanos = new AtomicLong(5_000_000_000L);
  final AtomicLong wall = new AtomicLong(BEGAN);
  final ScriptedSource source = new ScriptedSource();
  final List<String> said = new ArrayList<>();
  final List<UnitSample> evicted = new ArrayList<>();
  final UnitClock clock = new UnitClock(nanos::get, wall::get, BEGAN);
  final SamplingErrors errors = new SamplingErrors((kind, sentence) -> said.add(sentence));
  final SampleStore store;
  final UnitTable table;
  final List<WatchedProcess> watched = new ArrayList<>();
  final Sampler sampler;

  UnitBench(long memory, long retentionMillis, int programs) {
    WallClock wallClock = new WallClock(clock.millis(), clock.epochMillis());
    store =
        new SampleStore(
            memory,
            retentionMillis,
            ScriptedSource.TICK_NANOS,
            wallClock,
            sample -> evicted.add(sample.copy()));
    table =
        new UnitTable(
            clock,
            wallClock,
            store,
            new ProgramTotals("heddle", programs, ScriptedSource.TICK_NANOS),
            new PlausibilityCheck(ScriptedSource.TICK_NANOS, source.processors()),
            retentionMillis);
    sampler = new Sampler(clock, source, table, watched, errors);
  }

  static UnitBench roomy() {
    return new UnitBench(10 << 20, 720 * 60_000L, 2000);
  }

  Unit child(long pid, String name) {
    ScriptedSource.Shown shown = source.shown(pid);
    return table.add(
        Unit.Kind.CHILD, name, pid, shown == null ? -1 : shown.start(), clock.millis());
  }

  /** Both clocks go on. */
  void pass(long millis) {
    nanos.addAndGet(millis * 1_000_000);
    wall.addAndGet(millis);
  }

  /** A second passes, and everything is sampled. */
  void tick() {
    pass(SECOND);
    sampler.round();
  }

  List<UnitSample> samples(Unit unit) {
    return table.next(unit, new SampleStore.Cursor(), Integer.MAX_VALUE);
  }

  /** A metric of units by program. */
  Map<String, Double> metric(String name) {
    Map<String, Double> values = new TreeMap<>();
    for (MetricSnapshot metric : table.metrics()) {
      if (metric.name().equals("heddle_unit_" + name)) {
        for (Point point : points(metric)) {
          values.put(point.labels().values().get(0), point.value());
        }
      }
    }
    return values;
  }

  private static List<Point> points(MetricSnapshot metric) {
    if (metric instanceof MetricSnapshot.Counter counter) {
      return counter.points();
    }
    return metric instanceof MetricSnapshot.Gauge gauge ? gauge.points() : List.of();
  }
}
