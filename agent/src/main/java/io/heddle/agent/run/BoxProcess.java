package io.heddle.agent.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The process of a box: its share of the processor since somebody last looked. Thread-safe. */
final class BoxProcess {
  /** Looks closer together than this see the same share: a clock of 10 ms is too coarse. */
  private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final ProcessHandle handle;
  private long lastNanos;
  private long lastCpu;
  private double cores = Double.NaN;

  private BoxProcess(ProcessHandle handle, long cpuNanos) {
    this.handle = handle;
    this.lastCpu = cpuNanos;
    this.lastNanos = System.nanoTime();
  }

  /**
   * The process of this id, if it can be the one that is meant: a daemon may run on another
   * machine, where the same id is that of some other process.
   *
   * @param from when at the earliest it was started; null: the id is one of this machine
   * @param to when at the latest
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
    return new BoxProcess(found.get(), info.totalCpuDuration().map(Duration::toNanos).orElse(0L));
  }

  long pid() {
    return handle.pid();
  }

  /** Processors that it kept busy since the last look, such as 1.5; NaN if that is not known. */
  synchronized double cores() {
    long now = System.nanoTime();
    Optional<Duration> cpu = handle.isAlive() ? handle.info().totalCpuDuration() : Optional.empty();
    if (cpu.isEmpty()) {
      return Double.NaN;
    }
    if (now - lastNanos >= SHORTEST_NANOS) {
      cores = Math.max(0, cpu.get().toNanos() - lastCpu) / (double) (now - lastNanos);
      lastNanos = now;
      lastCpu = cpu.get().toNanos();
    }
    return cores;
  }

  /** Bytes that it has in memory; -1 where the system does not tell in {@code /proc}. */
  long memoryBytes() {
    Path status = Path.of("/proc", Long.toString(handle.pid()), "status");
    try {
      for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("VmRSS:")) {
          String[] parts = line.trim().split("\\s+", -1);
          return handle.isAlive() ? Long.parseLong(parts[1]) * 1024 : Box.UNKNOWN;
        }
      }
    } catch (IOException | NumberFormatException e) {
      return Box.UNKNOWN; // it has ended, or this is another system
    }
    return Box.UNKNOWN;
  }
}
