package io.heddle.agent.unit;

import io.heddle.agent.config.UnitsConfig;
import io.heddle.agent.log.WarningSink;
import io.heddle.agent.process.ProcessListener;
import io.heddle.agent.unit.store.SampleSummary;
import io.heddle.agent.unit.store.UnitSample;
import io.heddle.registry.snapshot.MetricProducer;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The processes of this JVM, over time: it itself, its children, those of its boxes, and those that
 * the configuration names. Starting it starts one thread that waits for the first round; everything
 * else is loaded by that, or by the first process or question before it. Thread-safe.
 */
public final class Units implements ProcessListener, MetricProducer, AutoCloseable {
  /** How long {@link #close()} waits, in milliseconds. */
  public static final long PATIENCE_MILLIS = 2000;

  private final UnitsConfig config;
  private final String prefix;
  private final int programs;
  private final ThreadFactory threads;
  private final SamplingErrors mishaps;
  private final SamplingLoop rounds;
  private volatile @Nullable ProcessMonitor room;
  private @Nullable Thread thread;
  private boolean closed;

  /**
   * One unit, as a list shows it.
   *
   * @param id stable, and no other's
   * @param name base name of its program, or what the configuration calls it
   * @param pid -1: it does not run
   * @param up true if it runs
   * @param samples how many are kept in memory
   * @param kind jvm, child, box or watch
   * @param beganEpochMillis -1 if it ran before it was seen
   * @param endedEpochMillis -1 if it runs
   */
  public record Seen(
      String id,
      String name,
      long pid,
      boolean up,
      long samples,
      String kind,
      long beganEpochMillis,
      long endedEpochMillis) {}

  /**
   * @param prefix of metric names, without underscore
   * @param programs that have series of their own
   * @param threads makes Heddle's threads
   */
  public Units(
      UnitsConfig config,
      String prefix,
      int programs,
      ThreadFactory threads,
      WarningSink warnings) {
    this.config = config;
    this.prefix = prefix;
    this.programs = programs;
    this.threads = threads;
    this.mishaps = new SamplingErrors(warnings);
    this.rounds = new SamplingLoop(this, config.intervalMillis(), mishaps);
  }

  /** From now on there is a sample of each at every interval. */
  public synchronized void start() {
    Thread made = threads.newThread(rounds);
    thread = made;
    made.start();
  }

  /** Has each round begin with a task of Heddle's: that saves a thread. Before {@link #start}. */
  public void beginRoundsWith(Runnable task) {
    rounds.beginWith(task);
  }

  /** All there is, made when it is first needed; null after the end. */
  @Nullable ProcessMonitor room() {
    ProcessMonitor known = room;
    return known != null ? known : make();
  }

  private synchronized @Nullable ProcessMonitor make() {
    ProcessMonitor known = room;
    if (known == null && !closed) {
      try {
        known = ProcessMonitor.open(config, prefix, programs, threads, mishaps);
      } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
        closed = true; // no units is better than no scrape
        mishaps.happened("processes cannot be sampled in this JVM", e);
      }
      room = known;
    }
    return known;
  }

  // ---- processes -------------------------------------------------------------------------------

  @Override
  public void expect() {
    try {
      room();
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      mishaps.happened("processes are not expected", e);
    }
  }

  @Override
  public @Nullable Child began(long pid, String program) {
    try {
      ProcessMonitor known = room();
      return known == null ? null : known.began(pid, program);
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      // it is counted as a run all the same
      mishaps.happened("process " + pid + " is no unit", e);
      return null;
    }
  }

  /** The children that live already are units too: Heddle has come late. */
  public void adopt() {
    try {
      ProcessMonitor known = room();
      if (known != null) {
        known.adopt();
      }
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      mishaps.happened("children of before the attach are no units", e);
    }
  }

  @Override
  public void box(long pid) {
    try {
      ProcessMonitor known = room();
      if (known != null) {
        known.box(pid);
      }
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      mishaps.happened("process " + pid + " of a box is no unit", e);
    }
  }

  // ---- answers ---------------------------------------------------------------------------------

  @Override
  public List<MetricSnapshot> read() {
    ProcessMonitor known = room();
    if (known == null) {
      return List.of();
    }
    List<MetricSnapshot> all = new ArrayList<>(known.metrics());
    all.addAll(rounds.metrics(prefix));
    return all;
  }

  /**
   * Those that run, those that were expected to, and those that have ended within the retention.
   */
  public List<Seen> list() {
    ProcessMonitor known = room();
    return known == null ? List.of() : known.list();
  }

  /** Returns about the number of units that {@link #list} has now. */
  public int size() {
    ProcessMonitor known = room();
    return known == null ? 0 : known.size();
  }

  /** The unit of this id; null if there is none. */
  public @Nullable Seen find(String id) {
    ProcessMonitor known = room();
    return known == null ? null : known.find(id);
  }

  /** Its samples in memory in a few numbers; null if there is no such unit or no sample of it. */
  public @Nullable SampleSummary summary(String id) {
    ProcessMonitor known = room();
    return known == null ? null : known.summary(id);
  }

  /**
   * Tells the samples of a unit in their order; of one that is not known, none.
   *
   * @param sinceMillis by the wall clock: those from then on, in memory and in files; {@link
   *     Long#MIN_VALUE}: those in memory
   * @param limit the last so many of them
   * @throws IOException if the sink does
   */
  public void samples(String id, long sinceMillis, long limit, UnitSample.Sink sink)
      throws IOException {
    ProcessMonitor known = room();
    if (known != null) {
      known.samples(id, sinceMillis, limit, sink);
    }
  }

  // ---- the end ---------------------------------------------------------------------------------

  /** Samples no more and waits for nothing: for the thread of the rounds itself. */
  public void endRounds() {
    rounds.end();
  }

  /** Ends its threads, and writes what waits for the disk. */
  @Override
  public void close() {
    close(PATIENCE_MILLIS);
  }

  /**
   * The same, waiting at most so long.
   *
   * @return true if its threads have ended
   */
  public boolean close(long patienceMillis) {
    long deadline = System.nanoTime() + patienceMillis * 1_000_000;
    ProcessMonitor known;
    Thread running;
    synchronized (this) {
      closed = true;
      known = room;
      running = thread;
    }
    rounds.end();
    try {
      if (running != null) {
        running.join(Math.max(1, patienceMillis));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever ends us is in a hurry
    }
    long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
    boolean written = known == null || known.close(left);
    return written && (running == null || !running.isAlive());
  }
}
