package io.heddle.agent.unit;

import io.heddle.agent.config.UnitsConfig;
import io.heddle.agent.os.ProcessReading;
import io.heddle.agent.os.ProcessSource;
import io.heddle.agent.os.ProcessSources;
import io.heddle.agent.os.ProgramName;
import io.heddle.agent.process.ProcessListener;
import io.heddle.agent.unit.spill.Spill;
import io.heddle.agent.unit.store.MutableSample;
import io.heddle.agent.unit.store.SampleStore;
import io.heddle.agent.unit.store.WallClock;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** The parts that sample units, created together when there is a first one. Thread-safe. */
final class ProcessMonitor {
  private final UnitClock clock;
  private final UnitTable table;
  private final Sampler sampler;
  private final @Nullable Spill spill;
  private final UnitMetrics figures;
  private final UnitReports reports;
  // for the threads of the application that start processes; guarded by itself
  private final ProcessSource arrivals;
  private final ProcessReading arrival = new ProcessReading();

  private ProcessMonitor(
      UnitClock clock,
      UnitTable table,
      Sampler sampler,
      @Nullable Spill spill,
      UnitMetrics figures,
      UnitReports reports,
      ProcessSource arrivals) {
    this.clock = clock;
    this.table = table;
    this.sampler = sampler;
    this.spill = spill;
    this.figures = figures;
    this.reports = reports;
    this.arrivals = arrivals;
  }

  static ProcessMonitor open(
      UnitsConfig config,
      String prefix,
      int programs,
      ThreadFactory threads,
      SamplingErrors mishaps) {
    ProcessSource source = ProcessSources.forThisSystem();
    String lack = source.lack();
    UnitClock clock = lack == null ? UnitClock.system() : UnitClock.ofAge(source.ownAgeMillis());
    Spill spill = spill(config.spill(), clock, threads, mishaps);
    SampleStore.Evictions evictions = spill == null ? ProcessMonitor::gone : spill::offer;
    WallClock timeline = new WallClock(clock.millis(), clock.epochMillis());
    SampleStore store =
        new SampleStore(
            config.memory(), config.retentionMillis(), source.tickNanos(), timeline, evictions);
    UnitTable table =
        new UnitTable(
            clock,
            timeline,
            store,
            new ProgramTotals(prefix, programs, source.tickNanos()),
            new PlausibilityCheck(source.tickNanos(), source.processors()),
            config.retentionMillis());
    List<WatchedProcess> watched = new ArrayList<>();
    for (UnitsConfig.Watch entry : config.watch()) {
      watched.add(new WatchedProcess(entry));
      table.expect(entry.name());
    }
    Sampler sampler = new Sampler(clock, source, table, watched, mishaps);
    UnitMetrics figures =
        new UnitMetrics(prefix, table, spill, source, ProcessSources.forThisSystem());
    ProcessMonitor room =
        new ProcessMonitor(
            clock,
            table,
            sampler,
            spill,
            figures,
            new UnitReports(table, watched, spill),
            ProcessSources.forThisSystem());
    if (lack != null) {
      mishaps.said("units", lack);
    }
    long self = ProcessHandle.current().pid();
    room.add(Unit.Kind.JVM, self, null, 0);
    if (spill != null) {
      spill.start();
    }
    return room;
  }

  private static void gone(MutableSample sample) {
    // without files, a sample that leaves memory is gone
  }

  private static @Nullable Spill spill(
      UnitsConfig.Spill config, UnitClock clock, ThreadFactory threads, SamplingErrors mishaps) {
    String directory = config.directory();
    if (directory == null || !config.on()) {
      return null;
    }
    String own = ProcessHandle.current().pid() + "-" + clock.beganEpochMillis();
    try {
      return new Spill(
          Path.of(directory),
          own,
          config.max(),
          config.segment(),
          clock::epochMillis,
          threads,
          mishaps::said);
    } catch (InvalidPathException e) {
      mishaps.happened("units.spill.directory is not a path, samples stay in memory", e);
      return null;
    }
  }

  // ---- processes -------------------------------------------------------------------------------

  ProcessListener.Child began(long pid, String program) {
    return add(Unit.Kind.CHILD, pid, program, clock.millis());
  }

  void box(long pid) {
    synchronized (arrivals) {
      if (!arrivals.tellsOf(pid)) {
        return;
      }
    }
    add(Unit.Kind.BOX, pid, null, Unit.UNKNOWN);
  }

  /** Adds the children that this JVM has already: they are units, and no runs. */
  void adopt() {
    for (long pid : arrivals.children()) {
      long start = Unit.UNKNOWN;
      String name = null;
      synchronized (arrivals) {
        if (!table.hasLive(pid) && arrivals.read(pid, arrival)) {
          start = arrival.start;
          name = arrivals.calledAs(pid);
        }
      }
      if (start >= 0) {
        String known = name == null ? command(Unit.Kind.CHILD, pid) : name;
        table.add(Unit.Kind.CHILD, known, pid, start, Unit.UNKNOWN);
      }
    }
  }

  private Unit add(Unit.Kind kind, long pid, @Nullable String program, long beganMillis) {
    long start = Unit.UNKNOWN;
    String name = program;
    if (arrivals.isQuick()) {
      synchronized (arrivals) {
        // identifies it while it still has its id: one reading more for its parent
        start = arrivals.read(pid, arrival) ? arrival.start : Unit.UNKNOWN;
        name = program == null ? arrivals.program(pid) : program;
      }
    }
    return table.add(kind, name == null ? command(kind, pid) : name, pid, start, beganMillis);
  }

  /** Returns the base name of the program from the JDK, which reads the same files. */
  private String command(Unit.Kind kind, long pid) {
    if (arrivals.lack() != null) {
      return kind == Unit.Kind.JVM ? "java" : "unknown";
    }
    return ProgramName.baseName(
        ProcessHandle.of(pid).flatMap(it -> it.info().command()).orElse("unknown"));
  }

  void round() {
    sampler.round();
  }

  // ---- answers ---------------------------------------------------------------------------------

  List<MetricSnapshot> metrics() {
    List<MetricSnapshot> all = new ArrayList<>(table.metrics());
    all.addAll(figures.read());
    return all;
  }

  UnitReports reports() {
    return reports;
  }

  /** Closes the spill, if there is one; returns true if its thread has ended. */
  boolean close(long patienceMillis) {
    return spill == null || spill.close(patienceMillis);
  }
}
