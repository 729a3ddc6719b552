package io.heddle.agent.unit;

import io.heddle.agent.os.ProcessReading;
import io.heddle.agent.unit.store.SampleLog;
import io.heddle.agent.unit.store.SampleStore;
import io.heddle.agent.unit.store.SampleSummary;
import io.heddle.agent.unit.store.WallClock;
import io.heddle.exporter.report.UnitReport;
import io.heddle.exporter.report.UnitSample;
import io.heddle.exporter.report.UnitSummary;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All units and their samples, in the memory that the configuration gives them. Thread-safe: one
 * lock, which no thread holds for longer than it takes to look at some hundred samples.
 */
final class UnitTable {
  /** Divisor: ended units take at most half of the memory, to leave room for long children. */
  private static final int SHARE_OF_ENDED = 2;

  /** Divisor: live units without their samples take at most half of the memory. */
  private static final int SHARE_OF_UNITS = 2;

  /** Number of samples that are summed up under one hold of the lock. */
  private static final int BATCH = 1000;

  private final UnitClock clock;
  private final WallClock wallClock;
  private final SampleStore store;
  private final ProgramTotals totals;
  private final PlausibilityCheck plausibility;
  private final long retentionMillis;
  private final Map<String, Unit> byId = new LinkedHashMap<>();
  private final Set<Unit> live = new LinkedHashSet<>();
  private final ArrayDeque<Unit> ended = new ArrayDeque<>();
  private long endedBytes;
  private long unnamed;
  private long forgotten;
  private long unlisted;

  /** The figures of the store at one moment. */
  record Figures(
      long samples,
      long bytes,
      long capacity,
      long evictedByRetention,
      long evictedByBudget,
      long refused,
      long rejected,
      long forgotten,
      long unlisted,
      long folded,
      long steps) {}

  UnitTable(
      UnitClock clock,
      WallClock wallClock,
      SampleStore store,
      ProgramTotals totals,
      PlausibilityCheck plausibility,
      long retentionMillis) {
    this.clock = clock;
    this.wallClock = wallClock;
    this.store = store;
    this.totals = totals;
    this.plausibility = plausibility;
    this.retentionMillis = retentionMillis;
  }

  // ---- units come and go -----------------------------------------------------------------------

  /**
   * Returns the unit of a process, new or known; a unit that finds no memory is not listed.
   *
   * @param start as its source has it; unknown: the first reading sets it
   * @param startedMillis of the clock; unknown: it ran before it was seen
   */
  synchronized Unit add(Unit.Kind kind, String name, long pid, long start, long startedMillis) {
    String id = pid + "-" + (start < 0 ? "u" + ++unnamed : Long.toString(start));
    Unit known = byId.get(id);
    if (known != null) {
      return known;
    }
    Unit unit = new Unit(id, kind, totals.register(name), pid, start, startedMillis, clock);
    live.add(unit);
    freeMemory();
    if (live.size() * (long) Unit.BYTES > store.capacity() / SHARE_OF_UNITS) {
      live.remove(unit);
      unlisted++;
      return unit;
    }
    byId.put(id, unit);
    store.reserve(Unit.BYTES);
    return unit;
  }

  /** Returns true if a unit runs that has this process id. */
  synchronized boolean hasLive(long pid) {
    for (Unit unit : live) {
      if (unit.pid() == pid && unit.isUp()) {
        return true;
      }
    }
    return false;
  }

  /** Gives a unit the name that the configuration has for it: metrics count it there too. */
  synchronized void setAlias(Unit unit, String name) {
    if (!unit.name().equals(name)) {
      unit.alias = name;
    }
  }

  /** Adds a name that the metrics show even while no process of it runs. */
  synchronized void registerName(String name) {
    totals.register(name);
  }

  /** Ends a unit: its totals are kept, and its samples for as long as those of others. */
  synchronized void retire(Unit unit) {
    unit.ended();
    if (live.remove(unit)) {
      moveToEnded(unit);
      freeMemory();
    }
  }

  /**
   * Makes a unit live again: the configuration named another process, and now this one again.
   *
   * @return false if it has been forgotten
   */
  synchronized boolean revive(Unit unit) {
    if (live.contains(unit)) {
      unit.revived();
    } else if (ended.remove(unit)) {
      unit.revived();
      endedBytes -= bytes(unit);
      totals.revive(unit);
      live.add(unit);
    }
    return unit.isUp();
  }

  private void moveToEnded(Unit unit) {
    totals.retire(unit);
    ended.addLast(unit);
    endedBytes += bytes(unit);
  }

  /** Forgets ended units until each live one can have its place and its first samples. */
  private void freeMemory() {
    if (endedBytes > maxEndedBytes()) {
      moveAllEnded();
    }
    while (endedBytes > maxEndedBytes() && !ended.isEmpty()) {
      forget(ended.removeFirst());
      forgotten++;
    }
  }

  private long maxEndedBytes() {
    long needed = live.size() * (long) (Unit.BYTES + SampleLog.MIN_BYTES);
    return Math.min(store.capacity() / SHARE_OF_ENDED, store.capacity() - needed);
  }

  /**
   * Moves units that have ended out of the live ones, as the next round would: hundreds may have
   * ended since the last.
   */
  private void moveAllEnded() {
    Iterator<Unit> all = live.iterator();
    while (all.hasNext()) {
      Unit unit = all.next();
      if (!unit.isUp()) {
        all.remove();
        moveToEnded(unit);
      }
    }
  }

  private static long bytes(Unit unit) {
    return unit.log == null ? Unit.BYTES : Unit.BYTES + SampleLog.MIN_BYTES;
  }

  private void forget(Unit unit) {
    byId.remove(unit.id());
    endedBytes -= bytes(unit);
    if (unit.log != null) {
      store.close(unit.log);
      unit.log = null;
    }
    store.reserve(-Unit.BYTES);
  }

  /** Removes samples and units that are too old. Called before each round. */
  synchronized void expire() {
    long now = clock.millis();
    wallClock.check(now, clock.epochMillis());
    store.sweep(now);
    while (!ended.isEmpty() && ended.getFirst().endedMillis() < now - retentionMillis) {
      forget(ended.removeFirst());
    }
  }

  /** Returns the units that are to be sampled. */
  synchronized List<Unit> live() {
    return new ArrayList<>(live);
  }

  // ---- samples ---------------------------------------------------------------------------------

  /** Adds a reading of a unit as a sample, if it is plausible. */
  synchronized void sampled(Unit unit, long millis, ProcessReading now) {
    if (!live.contains(unit)) {
      return;
    }
    long sinceTicks = plausibility.ticks(unit, millis, now.cpuTicks);
    if (sinceTicks == PlausibilityCheck.IMPLAUSIBLE) {
      return;
    }
    unit.cpuTicks = Math.max(unit.cpuTicks, now.cpuTicks);
    unit.readBytes = Math.max(unit.readBytes, now.readBytes);
    unit.writtenBytes = Math.max(unit.writtenBytes, now.writtenBytes);
    unit.residentBytes = now.residentBytes;
    SampleLog log = unit.log;
    if (log == null) {
      log = store.open(unit.id(), millis);
      if (log == null) {
        return;
      }
      unit.log = log;
    }
    boolean kept =
        store.append(log, millis, sinceTicks, now.residentBytes, now.readBytes, now.writtenBytes);
    // a sample that is not kept has no time either that the next one could be measured from
    unit.lastTicks = kept ? now.cpuTicks : Unit.UNKNOWN;
    unit.lastMillis = millis;
  }

  /** Returns the next samples after a cursor, at most so many; empty if there are no more. */
  synchronized List<UnitSample> next(Unit unit, SampleStore.Cursor cursor, int maxSamples) {
    return unit.log == null ? List.of() : store.next(unit.log, cursor, maxSamples);
  }

  /** Returns a summary of the samples of several units, one after the other; null if none. */
  @Nullable UnitSummary summary(List<Unit> units) {
    SampleSummary summary = new SampleSummary();
    for (Unit unit : units) {
      SampleStore.Cursor cursor = new SampleStore.Cursor();
      boolean more = true;
      while (more) {
        synchronized (this) {
          more = unit.log != null && store.sum(unit.log, cursor, BATCH, summary);
        }
      }
    }
    return summary.summary();
  }

  // ---- what is read ----------------------------------------------------------------------------

  /** Returns the number of units that {@link #reports} has. */
  synchronized int size() {
    return live.size() + ended.size();
  }

  /** Returns the live units, then the ended ones, each in the order in which they became so. */
  synchronized List<UnitReport> reports() {
    List<UnitReport> all = new ArrayList<>(live.size() + ended.size());
    for (Unit unit : live) {
      all.add(report(unit));
    }
    for (Unit unit : ended) {
      all.add(report(unit));
    }
    return all;
  }

  /** Returns the unit with this id, or null if there is none. */
  synchronized @Nullable Unit find(String id) {
    return byId.get(id);
  }

  /** Returns the report of the unit with this id, or null if there is none. */
  synchronized @Nullable UnitReport report(String id) {
    Unit unit = byId.get(id);
    return unit == null ? null : report(unit);
  }

  private UnitReport report(Unit unit) {
    return new UnitReport(
        unit.id(),
        unit.name(),
        unit.pid(),
        unit.isUp(),
        samples(unit),
        unit.kind().label(),
        epochMillis(unit.startedMillis()),
        epochMillis(unit.endedMillis()));
  }

  /**
   * Returns the report of a name of the configuration.
   *
   * @param units all that had the name, forgotten ones too, the last one at the end
   */
  synchronized UnitReport report(String name, List<Unit> units) {
    Unit first = units.isEmpty() ? null : units.get(0);
    Unit last = units.isEmpty() ? null : units.get(units.size() - 1);
    long pid = last == null || !last.isUp() ? Unit.UNKNOWN : last.pid();
    long samples = 0;
    for (Unit unit : units) {
      samples += samples(unit);
    }
    return new UnitReport(
        name,
        name,
        pid,
        pid != Unit.UNKNOWN,
        samples,
        Unit.Kind.WATCH.label(),
        first == null ? Unit.UNKNOWN : epochMillis(first.startedMillis()),
        last == null ? Unit.UNKNOWN : epochMillis(last.endedMillis()));
  }

  private static int samples(Unit unit) {
    return unit.log == null ? 0 : unit.log.size();
  }

  private long epochMillis(long millis) {
    return millis == Unit.UNKNOWN ? Unit.UNKNOWN : wallClock.epochMillis(millis);
  }

  /** Returns the metrics by program. */
  synchronized List<MetricSnapshot> metrics() {
    return totals.read(live);
  }

  /** Returns the figures of the store itself. */
  synchronized Figures figures() {
    return new Figures(
        store.samples(),
        store.bytes(),
        store.capacity(),
        store.evictedByRetention(),
        store.evictedByBudget(),
        store.refused(),
        plausibility.rejected(),
        forgotten,
        unlisted,
        totals.folded(),
        wallClock.steps());
  }
}
