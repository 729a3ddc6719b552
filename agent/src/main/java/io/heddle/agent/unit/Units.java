package io.heddle.agent.unit;

import io.heddle.agent.config.UnitsConfig;
import io.heddle.agent.log.WarningSink;
import io.heddle.agent.process.ProcessListener;
import io.heddle.registry.snapshot.MetricProducer;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The processes that are sampled over time: this JVM, its children, those of its boxes, and those
 * that the configuration names. {@link #start} starts one thread that waits for the first round;
 * everything else is loaded by that round, or by the first process or query before it. Thread-safe.
 */
public final class Units implements ProcessListener, MetricProducer, AutoCloseable {
  /** Maximum time that {@link #close()} waits, in milliseconds. */
  public static final long CLOSE_TIMEOUT_MILLIS = 2000;

  private final UnitsConfig config;
  private final String prefix;
  private final int programs;
  private final ThreadFactory threads;
  private final SamplingErrors errors;
  private final SamplingLoop loop;
  private volatile @Nullable ProcessMonitor monitor;
  private @Nullable Thread thread;
  private boolean closed;

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
    this.errors = new SamplingErrors(warnings);
    this.loop = new SamplingLoop(this, config.intervalMillis(), errors);
  }

  /** Starts the thread that samples each unit at every interval. */
  public synchronized void start() {
    Thread sampler = threads.newThread(loop);
    sampler.setName("heddle-sampler");
    thread = sampler;
    sampler.start();
  }

  /** Sets a task that each round begins with: this saves a thread. Before {@link #start}. */
  public void runBeforeEachRound(Runnable task) {
    loop.runBeforeEachRound(task);
  }

  /** Returns the monitor, made when it is first needed; null if there is none after the end. */
  @Nullable ProcessMonitor monitor() {
    ProcessMonitor known = monitor;
    return known != null ? known : openMonitor();
  }

  private synchronized @Nullable ProcessMonitor openMonitor() {
    ProcessMonitor known = monitor;
    if (known == null && !closed) {
      try {
        known = ProcessMonitor.open(config, prefix, programs, threads, errors);
      } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
        closed = true; // no units is better than no scrape
        errors.report("processes cannot be sampled in this JVM", e);
      }
      monitor = known;
    }
    return known;
  }

  // ---- processes -------------------------------------------------------------------------------

  @Override
  public void prepare() {
    try {
      monitor();
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      errors.report("processes are not expected", e);
    }
  }

  @Override
  public @Nullable Child began(long pid, String program) {
    try {
      ProcessMonitor known = monitor();
      return known == null ? null : known.began(pid, program);
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      // the process is counted as a run all the same
      errors.report("process " + pid + " is no unit", e);
      return null;
    }
  }

  /** Adds the children that were started before Heddle was attached. */
  public void adopt() {
    try {
      ProcessMonitor known = monitor();
      if (known != null) {
        known.adopt();
      }
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      errors.report("children of before the attach are no units", e);
    }
  }

  @Override
  public void box(long pid) {
    try {
      ProcessMonitor known = monitor();
      if (known != null) {
        known.box(pid);
      }
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      errors.report("process " + pid + " of a box is no unit", e);
    }
  }

  // ---- answers ---------------------------------------------------------------------------------

  @Override
  public List<MetricSnapshot> read() {
    ProcessMonitor known = monitor();
    if (known == null) {
      return List.of();
    }
    List<MetricSnapshot> all = new ArrayList<>(known.metrics());
    all.addAll(loop.metrics(prefix));
    return all;
  }

  /** Returns the reports of units; null if there are none after the end. */
  public @Nullable UnitReports reports() {
    ProcessMonitor known = monitor();
    return known == null ? null : known.reports();
  }

  // ---- the end ---------------------------------------------------------------------------------

  /** Ends the rounds without waiting, so that the thread of the rounds itself may call it. */
  public void stopSampling() {
    loop.stop();
  }

  /** Ends the threads, and writes the samples that wait for the disk. */
  @Override
  public void close() {
    close(CLOSE_TIMEOUT_MILLIS);
  }

  /**
   * Ends the threads as {@link #close()} does, waiting at most so long.
   *
   * @return true if the threads have ended
   */
  public boolean close(long timeoutMillis) {
    long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
    ProcessMonitor known;
    Thread running;
    synchronized (this) {
      closed = true;
      known = monitor;
      running = thread;
    }
    loop.stop();
    try {
      if (running != null) {
        running.join(Math.max(1, timeoutMillis));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the caller is in a hurry
    }
    long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
    boolean written = known == null || known.close(left);
    return written && (running == null || !running.isAlive());
  }
}
