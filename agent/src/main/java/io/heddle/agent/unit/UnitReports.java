package io.heddle.agent.unit;

import io.heddle.agent.unit.spill.Spill;
import io.heddle.exporter.report.SampleRange;
import io.heddle.exporter.report.UnitReport;
import io.heddle.exporter.report.UnitSamples;
import io.heddle.exporter.report.UnitSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports of units, for the exporter. Each name of the configuration is one unit, with all
 * processes that had the name. Thread-safe.
 */
public final class UnitReports {
  private final UnitTable table;
  private final List<WatchedProcess> watched;
  private final @Nullable Spill spill;

  /**
   * @param watched one for each name of the configuration
   * @param spill null: samples are in memory only
   */
  UnitReports(UnitTable table, List<WatchedProcess> watched, @Nullable Spill spill) {
    this.table = table;
    this.watched = watched;
    this.spill = spill;
  }

  /** Returns the maximum number of units that {@link #all} has now. */
  public int size() {
    return table.size() + watched.size();
  }

  /**
   * Returns the units that run, those that the configuration names, and those that have ended
   * within the retention.
   */
  public List<UnitReport> all() {
    List<UnitReport> all = new ArrayList<>();
    for (UnitReport unit : table.reports()) {
      if (!unit.kind().equals(Unit.Kind.WATCH.label())) {
        all.add(unit);
      }
    }
    for (WatchedProcess entry : watched) {
      all.add(table.report(entry.name(), entry.units()));
    }
    return all;
  }

  /** Returns the unit with this id or name of the configuration; null if there is none. */
  public @Nullable UnitReport one(String id) {
    WatchedProcess entry = watched(id);
    return entry == null ? table.report(id) : table.report(entry.name(), entry.units());
  }

  /** Returns a summary of the samples in memory; null if there is no such unit, or no sample. */
  public @Nullable UnitSummary summary(String id) {
    return table.summary(units(id));
  }

  /**
   * Returns the samples of a unit; null if there is no such unit. Samples from a moment on come
   * from memory and files, others from memory.
   */
  public @Nullable UnitSamples samples(String id, SampleRange range) {
    return one(id) == null ? null : sink -> write(id, range, sink);
  }

  private void write(String id, SampleRange range, UnitSamples.Sink sink) throws IOException {
    Spill files = range.sinceMillis() == SampleRange.EVER ? null : spill;
    new SampleHistory(units(id), table, files).forEach(range, sink);
  }

  /** Returns the units whose samples are the history of this id; none if the id is unknown. */
  private List<Unit> units(String id) {
    WatchedProcess entry = watched(id);
    if (entry != null) {
      return entry.units();
    }
    Unit unit = table.find(id);
    return unit == null ? List.of() : List.of(unit);
  }

  /** Returns the watched process of this name, or null; names come before the ids of units. */
  private @Nullable WatchedProcess watched(String name) {
    for (WatchedProcess entry : watched) {
      if (entry.name().equals(name)) {
        return entry;
      }
    }
    return null;
  }
}
