package io.heddle.agent.box;

import io.heddle.agent.os.ProcessReading;
import io.heddle.agent.os.ProcessSource;
import io.heddle.agent.os.ProcessSources;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The process of a box, with its use of processors since the last reading. Thread-safe. */
final class BoxProcess {
  /** Minimum time between two readings that differ: a clock of 10 ms is too coarse for less. */
  private static final long MIN_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final long pid;
  private final ProcessSource source;
  private final ProcessReading reading = new ProcessReading();
  private final long start;
  private long lastNanos;
  private long lastTicks;
  private double cores = Double.NaN;

  private BoxProcess(long pid, ProcessSource source) {
    this.pid = pid;
    this.source = source;
    source.read(pid, reading);
    this.start = reading.start;
    this.lastTicks = reading.cpuTicks;
    this.lastNanos = System.nanoTime();
  }

  /**
   * Returns the process of this id if it can be the one that is meant, or null: a daemon may run on
   * another machine, where the same id belongs to another process.
   *
   * @param from earliest time of its start; null: the id is one of this machine
   * @param to latest time of its start; null: any
   */
  static @Nullable BoxProcess of(long pid, @Nullable Instant from, @Nullable Instant to) {
    Optional<ProcessHandle> found = pid <= 0 ? Optional.empty() : ProcessHandle.of(pid);
    if (found.isEmpty()) {
      return null;
    }
    ProcessHandle.Info info = found.get().info();
    Instant start = info.startInstant().orElse(Instant.EPOCH);
    boolean early = from != null && start.isBefore(from.minus(TOLERANCE));
    boolean late = to != null && start.isAfter(to.plus(TOLERANCE));
    if (early || late) {
      return null;
    }
    ProcessSource source = ProcessSources.forThisSystem();
    return source.canRead(pid) ? new BoxProcess(pid, source) : null;
  }

  long pid() {
    return pid;
  }

  /** Returns how many processors it kept busy since the last reading, such as 1.5, or NaN. */
  synchronized double cores() {
    if (!isRead() || reading.cpuTicks < 0) {
      return Double.NaN;
    }
    long now = System.nanoTime();
    if (now - lastNanos >= MIN_INTERVAL_NANOS) {
      double used = (double) Math.max(0, reading.cpuTicks - lastTicks) * source.tickNanos();
      cores = lastTicks < 0 ? Double.NaN : used / (now - lastNanos);
      lastNanos = now;
      lastTicks = reading.cpuTicks;
    }
    return cores;
  }

  /** Returns the bytes that it has in memory, or -1 if that is not known. */
  synchronized long memoryBytes() {
    return isRead() ? reading.residentBytes : Box.UNKNOWN;
  }

  /** Returns true if it has ended: there is no such process, or another one has its id. */
  synchronized boolean isGone() {
    long unreadableBefore = source.unreadableCount();
    if (source.read(pid, reading)) {
      return start >= 0 && reading.start >= 0 && reading.start != start;
    }
    return source.unreadableCount() == unreadableBefore;
  }

  /** Reads the process. Returns true if it is there and still the same. */
  private boolean isRead() {
    return start >= 0 && source.read(pid, reading) && reading.start == start;
  }
}
