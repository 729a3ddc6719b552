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
  private final UnitMetrics unitMetrics;
  private final UnitReports reports;
  // for the threads of the application that start processes; guarded by itself
  private final ProcessSource applicationSource;
  private final ProcessReading applicationReading = new ProcessReading();

  private ProcessMonitor(
      UnitClock clock,
      UnitTable table,
      Sampler sampler,
      @Nullable Spill spill,
      UnitMetrics unitMetrics,
      UnitReports reports,
      ProcessSource applicationSource) {
    this.clock = clock;
    this.table = table;
    this.sampler = sampler;
    this.spill = spill;
    this.unitMetrics = unitMetrics;
    this.reports = reports;
    this.applicationSource = applicationSource;
  }

  static ProcessMonitor open(
      UnitsConfig config,
      String prefix,
      int programs,
      ThreadFactory threads,
      SamplingErrors errors) {
    ProcessSource source = ProcessSources.forThisSystem();
    String limitation = source.limitation();
    UnitClock clock =
        limitation == null ? UnitClock.system() : UnitClock.ofAge(source.ownAgeMillis());
    Spill spill = spill(config.spill(), clock, threads, errors);
    SampleStore.Evictions evictions = spill == null ? ProcessMonitor::discard : spill::offer;
    WallClock wallClock = new WallClock(clock.millis(), clock.epochMillis());
    SampleStore store =
        new SampleStore(
            config.memory(), config.retentionMillis(), source.tickNanos(), wallClock, evictions);
    UnitTable table =
        new UnitTable(
            clock,
            wallClock,
            store,
            new ProgramTotals(prefix, programs, source.tickNanos()),
            new PlausibilityCheck(source.tickNanos(), source.processors()),
            config.retentionMillis());
    List<WatchedProcess> watched = new ArrayList<>();
    for (UnitsConfig.Watch entry : config.watch()) {
      watched.add(new WatchedProcess(entry));
      table.registerName(entry.name());
    }
    Sampler sampler = new Sampler(clock, source, table, watched, errors);
    UnitMetrics unitMetrics =
        new UnitMetrics(prefix, table, spill, source, ProcessSources.forThisSystem());
    ProcessMonitor monitor =
        new ProcessMonitor(
            clock,
            table,
            sampler,
            spill,
            unitMetrics,
            new UnitReports(table, watched, spill),
            ProcessSources.forThisSystem());
    if (limitation != null) {
      errors.warn("units", limitation);
    }
    long self = ProcessHandle.current().pid();
    monitor.add(Unit.Kind.JVM, self, null, 0);
    if (spill != null) {
      spill.start();
    }
    return monitor;
  }

  private static void discard(MutableSample sample) {
    // without files, a sample that leaves memory is gone
  }

  private static @Nullable Spill spill(
      UnitsConfig.Spill config, UnitClock clock, ThreadFactory threads, SamplingErrors errors) {
    String directory = config.directory();
    if (directory == null || !config.on()) {
      return null;
    }
    String own = ProcessHandle.current().pid() + "-" + clock.startEpochMillis();
    try {
      return new Spill(
          Path.of(directory),
          own,
          config.max(),
          config.segment(),
          clock::epochMillis,
          threads,
          errors::warn);
    } catch (InvalidPathException e) {
      errors.report("units.spill.directory is not a path, samples stay in memory", e);
      return null;
    }
  }

  // ---- processes -------------------------------------------------------------------------------

  ProcessListener.Child began(long pid, String program) {
    return add(Unit.Kind.CHILD, pid, program, clock.millis());
  }

  void box(long pid) {
    synchronized (applicationSource) {
      if (!applicationSource.canRead(pid)) {
        return;
      }
    }
    add(Unit.Kind.BOX, pid, null, Unit.UNKNOWN);
  }

  /** Adds the children that this JVM has already: they are units, and no runs. */
  void adopt() {
    for (long pid : applicationSource.children()) {
      long start = Unit.UNKNOWN;
      String name = null;
      synchronized (applicationSource) {
        if (!table.hasLive(pid) && applicationSource.read(pid, applicationReading)) {
          start = applicationReading.start;
          name = applicationSource.startedAs(pid);
        }
      }
      if (start >= 0) {
        String known = name == null ? command(Unit.Kind.CHILD, pid) : name;
        table.add(Unit.Kind.CHILD, known, pid, start, Unit.UNKNOWN);
      }
    }
  }

  private Unit add(Unit.Kind kind, long pid, @Nullable String program, long startedMillis) {
    long start = Unit.UNKNOWN;
    String name = program;
    if (applicationSource.isFast()) {
      synchronized (applicationSource) {
        // identifies it while it still has its id: one reading more for its parent
        start =
            applicationSource.read(pid, applicationReading)
                ? applicationReading.start
                : Unit.UNKNOWN;
        name = program == null ? applicationSource.program(pid) : program;
      }
    }
    return table.add(kind, name == null ? command(kind, pid) : name, pid, start, startedMillis);
  }

  /** Returns the base name of the program from the JDK, which reads the same files. */
  private String command(Unit.Kind kind, long pid) {
    if (applicationSource.limitation() != null) {
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
    all.addAll(unitMetrics.read());
    return all;
  }

  UnitReports reports() {
    return reports;
  }

  /** Closes the spill, if there is one; returns true if its thread has ended. */
  boolean close(long timeoutMillis) {
    return spill == null || spill.close(timeoutMillis);
  }
}
