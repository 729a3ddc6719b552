package io.heddle.registry;

import io.heddle.registry.error.SwallowedErrors;
import io.heddle.registry.family.Budget;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.labeled.LabeledCounter;
import io.heddle.registry.labeled.LabeledMetric;
import io.heddle.registry.labeled.LabeledMetrics;
import io.heddle.registry.snapshot.LabelText;
import io.heddle.registry.snapshot.MetricNames;
import io.heddle.registry.snapshot.MetricProducer;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.time.CoarseClock;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The families and other metrics of one attachment. Writers never wait for a scrape; one scrape
 * waits for another. Thread-safe.
 */
public final class Registry {
  private static final int SWEEP_EVERY = 256;

  private final String prefix;
  private volatile int seriesLimit;
  private final Budget budget;
  // rare, and no LongAdder: the first one of a JVM costs a start 2 ms of VarHandles
  private final AtomicLong rejected = new AtomicLong();
  private final SwallowedErrors errors = new SwallowedErrors();
  private final ConcurrentHashMap<String, RunFamily> families = new ConcurrentHashMap<>();
  private final LabeledMetrics metrics;
  private final CopyOnWriteArrayList<MetricProducer> producers = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<SnapshotHook> hooks = new CopyOnWriteArrayList<>();
  private final ConcurrentHashMap<IdentityWeakKey<Thread>, ThreadCells> threads =
      new ConcurrentHashMap<>();
  private final AtomicInteger sinceSweep = new AtomicInteger();
  private final InFlightRuns openRuns = new InFlightRuns();
  // only series that a constant probe feeds have a slot: the tables of threads stay short
  private final AtomicInteger slots = new AtomicInteger();
  private final AtomicInteger labelSlots = new AtomicInteger();
  private final CoarseClock clock;
  private final ReentrantLock scrape = new ReentrantLock();
  private volatile @Nullable Stages stages;
  private volatile boolean open = true;

  /** Creates an empty registry with a clock of its own; the parameters are those of the other. */
  public Registry(String prefix, int seriesLimit, long cellBytes) {
    this(prefix, seriesLimit, cellBytes, new CoarseClock());
  }

  /**
   * Creates an empty registry.
   *
   * @param prefix of every name, see {@link MetricNames#isName}
   * @param seriesLimit label sets for each family, at least 1
   * @param cellBytes what cells may take before threads share them
   * @param clock of the time in which runs begin and end
   */
  public Registry(String prefix, int seriesLimit, long cellBytes, CoarseClock clock) {
    if (!MetricNames.isName(prefix)) {
      throw new IllegalArgumentException(
          "prefix '" + prefix + "' is not a name: " + MetricNames.RULE);
    }
    if (seriesLimit < 1) {
      throw new IllegalArgumentException("limits.series must be at least 1, not " + seriesLimit);
    }
    this.prefix = prefix;
    this.seriesLimit = seriesLimit;
    this.budget = new Budget(cellBytes);
    this.clock = clock;
    this.metrics = new LabeledMetrics(prefix + "_", seriesLimit, budget);
  }

  /** Raises the limits that it was created with; lower ones change nothing. */
  public void raise(int series, long cellBytes) {
    seriesLimit = Math.max(seriesLimit, series);
    budget.raise(cellBytes);
    metrics.raise(series);
    for (RunFamily family : families.values()) {
      family.raise(series);
    }
  }

  /**
   * Returns the family of this name, made at the first call.
   *
   * @throws IllegalArgumentException if it exists with other labels or buckets
   */
  public RunFamily family(FamilySpec spec) {
    RunFamily found = families.get(spec.name());
    if (found == null) {
      RunFamily fresh = new RunFamily(spec, prefix, seriesLimit, budget, rejected, slots, clock);
      found = families.putIfAbsent(spec.name(), fresh);
      if (found == null) {
        return fresh;
      }
    }
    if (!found.spec().agrees(spec)) {
      throw new IllegalArgumentException(
          "family '" + spec.name() + "' exists with other labels or buckets");
    }
    return found;
  }

  /** Returns the family of this name; null if nothing has asked for it yet. */
  public @Nullable RunFamily known(String family) {
    return families.get(family);
  }

  /** Returns the clock of runs that are not timed, which stands still unless a thread moves it. */
  public CoarseClock clock() {
    return clock;
  }

  /**
   * Returns the counter {@code prefix_name_total}, made at the first call.
   *
   * @throws IllegalArgumentException if it exists with other labels
   */
  public LabeledCounter counter(String name, String help, List<String> labels) {
    return metrics.counter(name, help, labels);
  }

  /** Switches stages on and returns them: two more small objects for each run that is listed. */
  public synchronized Stages wantStages() {
    Stages wanted = stages;
    if (wanted == null) {
      wanted = new Stages(this);
      stages = wanted;
    }
    return wanted;
  }

  /** Returns the stages; null as long as no rule asks for them. */
  public @Nullable Stages stages() {
    return stages;
  }

  /** Returns all metrics that belong to no family of runs: Heddle's and the application's. */
  public LabeledMetrics metrics() {
    return metrics;
  }

  /** Adds metrics that are read at a scrape. */
  public void addProducer(MetricProducer producer) {
    producers.add(producer);
  }

  /** Adds a hook that is called before each snapshot and each list of runs in flight. */
  public void addHook(SnapshotHook hook) {
    hooks.add(hook);
  }

  /** Returns the prefix of every name. */
  public String prefix() {
    return prefix;
  }

  /**
   * Reads everything and hands it over metric by metric, families in the order of their names. The
   * data of one label set of a family is of one instant.
   *
   * @param sink called without any lock
   * @throws IOException what the sink throws
   */
  public void scrape(MetricSink sink) throws IOException {
    settle();
    scrape.lock();
    try {
      sweep();
    } finally {
      scrape.unlock();
    }
    Map<Series, Long> oldest = openRuns.oldest(threads.values());
    for (RunFamily family : new TreeMap<>(families).values()) {
      family.scrape(scrape, oldest, sink);
    }
    for (LabeledMetric<?> metric : metrics.all()) {
      metric.scrape(sink);
    }
    for (MetricProducer source : producers) {
      for (MetricSnapshot metric : read(source)) {
        sink.take(metric, false);
      }
    }
  }

  private List<MetricSnapshot> read(MetricProducer source) {
    scrape.lock();
    try {
      return source.read();
    } finally {
      scrape.unlock();
    }
  }

  /** Returns all that {@link #scrape} hands over, in memory. For small registries. */
  public List<MetricSnapshot> snapshot() {
    return CollectedMetrics.of(this);
  }

  /**
   * Returns what a scrape may hold at a time: the weight of the heaviest family or metric.
   *
   * @param perPoint weight of each point of a counter or gauge, and of a histogram without buckets
   * @param perBucket weight of each classic bucket of a histogram
   * @param perCharacter weight of each character of the label values of a histogram
   */
  public long weigh(long perPoint, long perBucket, long perCharacter) {
    long heaviest = metrics.weigh(perPoint, perBucket, perCharacter);
    for (RunFamily family : families.values()) {
      heaviest = Math.max(heaviest, family.weigh(perPoint, perBucket, perCharacter));
    }
    return heaviest;
  }

  private void settle() {
    for (SnapshotHook hook : hooks) {
      try {
        hook.settle();
      } catch (RuntimeException | LinkageError e) {
        errors.add(e); // one that fails must not cost every scrape
      }
    }
  }

  /** Returns the runs in flight of every family that is tracked, oldest first, at most 10,000. */
  public List<InFlightRun.InFlight> inFlight() {
    settle();
    return openRuns.views(threads.values());
  }

  /** Returns the maximum number of runs that {@link #inFlight} can return now. */
  public int mostInFlight() {
    return openRuns.most(threads.values());
  }

  /** Opens a run that may end on any thread; beyond 10,000 it is counted but not listed. */
  public InFlightRun open(Cells cells, long startNanos) {
    InFlightRun run = InFlightRun.detached(Thread.currentThread());
    run.open(cells, startNanos);
    if (cells.series().family().spec().tracked()) {
      openRuns.add(run);
    }
    return run;
  }

  /** Closes an open run, a pooled one on the thread that opened it; it then has no cells. */
  public void close(InFlightRun run) {
    ThreadCells owner = run.owner();
    if (owner != null) {
      owner.pop(run);
      return;
    }
    openRuns.close(run);
  }

  /**
   * Returns the cells that the current thread owns. A pool may have erased the thread's locals: the
   * thread is looked up before it gets new cells.
   */
  public ThreadCells cellsOf(Thread thread) {
    IdentityWeakKey<Thread> key = new IdentityWeakKey<>(thread);
    ThreadCells known = threads.get(key);
    if (known != null) {
      return known;
    }
    ThreadCells fresh = new ThreadCells(this, thread);
    threads.put(key, fresh);
    if (sinceSweep.incrementAndGet() >= SWEEP_EVERY && scrape.tryLock()) {
      try {
        sweep();
      } finally {
        scrape.unlock();
      }
    }
    return fresh;
  }

  /** Removes aborted runs and folds the cells of ended threads. Under the scrape lock. */
  private void sweep() {
    sinceSweep.set(0);
    openRuns.sweep();
    for (Map.Entry<IdentityWeakKey<Thread>, ThreadCells> entry : threads.entrySet()) {
      if (entry.getValue().isGone() && threads.remove(entry.getKey()) != null) {
        entry.getValue().retire();
      }
    }
  }

  /** Has threads forget the cells of series that have left their family. */
  public void forgetGone() {
    for (ThreadCells known : threads.values()) {
      known.forgetGone();
    }
  }

  /** Closes the registry; woven code that still runs then counts into cells that are never read. */
  public void close() {
    open = false;
    for (ThreadCells known : threads.values()) {
      known.abandon();
    }
    threads.clear();
    openRuns.clear();
    producers.clear();
    hooks.clear();
    for (RunFamily family : families.values()) {
      family.parts(null); // probes keep the family, and its judge is of Heddle's loader
    }
    // application threads refer to this registry until they end: it must not hold its counts
    families.clear();
    metrics.close();
    stages = null;
  }

  /** Returns true until {@link #close()}. */
  public boolean isOpen() {
    return open;
  }

  /** Returns all errors that were swallowed; only those of no known rule are kept here. */
  public SwallowedErrors errors() {
    return errors;
  }

  /** Returns the number of errors that were swallowed. */
  public long adviceErrors() {
    return errors.count();
  }

  /** Returns the number of impossible durations, which are negative. */
  public long rejected() {
    return rejected.get();
  }

  /** Returns the bytes that cells take now. */
  public long cellBytes() {
    return budget.used();
  }

  /** Returns by name how often a label set found no place in its family or metric, without 0. */
  public Map<String, Long> dropped() {
    Map<String, Long> dropped = new TreeMap<>();
    for (Map.Entry<String, RunFamily> entry : families.entrySet()) {
      long runs = entry.getValue().dropped();
      if (runs > 0) {
        dropped.put(entry.getKey(), runs);
      }
    }
    metrics.addDropped(dropped);
    return dropped;
  }

  /** Returns the number of label values that had to be repaired, see {@link LabelText}. */
  public long repairedLabels() {
    long repaired = metrics.repairedLabels();
    for (RunFamily family : families.values()) {
      repaired += family.repaired();
    }
    return repaired;
  }

  /** Returns the number of label sets of all families. */
  public int liveSeries() {
    int live = 0;
    for (RunFamily family : families.values()) {
      live += family.size();
    }
    return live;
  }

  /** Returns every thread that counts here, for a test of many threads. */
  Map<IdentityWeakKey<Thread>, ThreadCells> threads() {
    return threads;
  }

  /** Returns a new index for {@link ThreadCells#at(int, String, String)}. */
  public int labelSlot() {
    return labelSlots.getAndIncrement();
  }

  Budget budget() {
    return budget;
  }
}
