package io.heddle.agent.unit;

import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The totals of all units, by program: counters include the units that have ended, gauges have only
 * those that run. Not thread-safe: guarded by the table.
 */
final class ProgramTotals {
  private static final String OVERFLOW = "_overflow_";
  private static final double NANOS = 1e9;

  private final String prefix;
  private final int limit;
  private final double tickSeconds;
  private final Map<String, Total> totals = new TreeMap<>();
  private long folded;

  /** The sums of one program. A sum without a known value is NaN, and is not published. */
  private static final class Total {
    private final LabelSet labels;
    // of ended units
    private double cpuTicks = Double.NaN;
    private double read = Double.NaN;
    private double written = Double.NaN;
    // of all units, made anew by each reading
    private int up;
    private double allTicks;
    private double allRead;
    private double allWritten;
    private double resident;

    Total(String name) {
      labels = LabelSet.of(List.of("unit"), List.of(name));
    }

    void begin() {
      up = 0;
      allTicks = cpuTicks;
      allRead = read;
      allWritten = written;
      resident = Double.NaN;
    }

    void add(Unit unit) {
      up += unit.isUp() ? 1 : 0;
      allTicks = plus(allTicks, unit.cpuTicks);
      allRead = plus(allRead, unit.readBytes);
      allWritten = plus(allWritten, unit.writtenBytes);
      if (unit.isUp()) {
        resident = plus(resident, unit.residentBytes);
      }
    }

    void retire(Unit unit) {
      cpuTicks = plus(cpuTicks, unit.cpuTicks);
      read = plus(read, unit.readBytes);
      written = plus(written, unit.writtenBytes);
    }

    void revive(Unit unit) {
      cpuTicks = minus(cpuTicks, unit.cpuTicks);
      read = minus(read, unit.readBytes);
      written = minus(written, unit.writtenBytes);
    }

    private static double minus(double sum, long value) {
      return value < 0 ? sum : sum - value;
    }

    private static double plus(double sum, long value) {
      return value < 0 ? sum : (Double.isNaN(sum) ? 0 : sum) + value;
    }
  }

  /**
   * @param prefix of metric names, without underscore
   * @param limit maximum number of programs that have series of their own
   * @param tickNanos nanoseconds of a tick of processor time
   */
  ProgramTotals(String prefix, int limit, long tickNanos) {
    this.prefix = prefix + "_unit_";
    this.limit = limit;
    this.tickSeconds = tickNanos / NANOS;
  }

  /** Adds a series for a program, if the limit allows; returns the one copy of its name. */
  String register(String name) {
    String label = at(name).labels.values().get(0);
    if (label.equals(name)) {
      return label;
    }
    folded++;
    return name;
  }

  private Total at(String name) {
    Total known = totals.get(name);
    return known != null
        ? known
        : totals.computeIfAbsent(totals.size() < limit ? name : OVERFLOW, Total::new);
  }

  /** Adds the figures of an ended unit to the sums of ended units. */
  void retire(Unit unit) {
    at(unit.name()).retire(unit);
    if (unit.alias != null) {
      at(unit.alias).retire(unit);
    }
  }

  /** Removes the figures of a unit from the sums of ended units: it runs again. */
  void revive(Unit unit) {
    at(unit.name()).revive(unit);
    if (unit.alias != null) {
      at(unit.alias).revive(unit);
    }
  }

  /** Returns the number of units whose program found no series of its own. */
  long folded() {
    return folded;
  }

  /** Returns the metrics as they are now. */
  List<MetricSnapshot> read(Iterable<Unit> live) {
    for (Total total : totals.values()) {
      total.begin();
    }
    for (Unit unit : live) {
      at(unit.name()).add(unit);
      if (unit.alias != null) {
        at(unit.alias).add(unit);
      }
    }
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(
        new MetricSnapshot.Gauge(
            prefix + "up", "Processes that run, by program.", points(total -> total.up)));
    addKnown(
        all,
        new MetricSnapshot.Counter(
            prefix + "cpu_seconds_total",
            "Processor time that processes have used, up to their last sample, by program.",
            points(total -> total.allTicks * tickSeconds)));
    addKnown(
        all,
        new MetricSnapshot.Gauge(
            prefix + "resident_memory_bytes",
            "Memory of the processes that run, by program.",
            points(total -> total.resident)));
    addKnown(
        all,
        new MetricSnapshot.Counter(
            prefix + "read_bytes_total",
            "Bytes that processes read from storage, up to their last sample, by program.",
            points(total -> total.allRead)));
    addKnown(
        all,
        new MetricSnapshot.Counter(
            prefix + "written_bytes_total",
            "Bytes that processes wrote to storage, up to their last sample, by program.",
            points(total -> total.allWritten)));
    return all;
  }

  private static void addKnown(List<MetricSnapshot> all, MetricSnapshot metric) {
    List<Point> points =
        metric instanceof MetricSnapshot.Counter counter
            ? counter.points()
            : metric instanceof MetricSnapshot.Gauge gauge ? gauge.points() : List.of();
    if (!points.isEmpty()) {
      all.add(metric);
    }
  }

  private List<Point> points(ToDoubleFunction<Total> value) {
    List<Point> points = new ArrayList<>();
    for (Total total : totals.values()) {
      double now = value.applyAsDouble(total);
      if (!Double.isNaN(now)) {
        points.add(new Point(total.labels, now));
      }
    }
    return points;
  }
}
