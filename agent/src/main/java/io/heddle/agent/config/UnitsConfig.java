package io.heddle.agent.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of process units.
 *
 * @param intervalMillis time between two samples, 1 s to 60 s
 * @param retentionMillis how long samples are kept
 * @param memory bytes of the samples of all units, at least 128 KiB
 * @param spill where samples go that memory cannot hold
 * @param watch processes to sample from the start
 */
public record UnitsConfig(
    long intervalMillis, long retentionMillis, long memory, Spill spill, List<Watch> watch) {
  /** Defaults: a sample every second, kept for 12 h in 10 MiB, no files. */
  public static final UnitsConfig DEFAULT =
      new UnitsConfig(
          1000, 720 * 60_000L, 10 << 20, new Spill(null, 6 << 20, 256 << 10), List.of());

  /** Copies the list. */
  public UnitsConfig {
    watch = List.copyOf(watch);
  }

  /**
   * Settings of the files of samples.
   *
   * @param directory null: off
   * @param max bytes of all files; 0: off
   * @param segment bytes of one file, at most half of {@code max}
   */
  public record Spill(@Nullable String directory, long max, long segment) {
    /** Returns true if samples are written to files. */
    public boolean on() {
      return directory != null && max > 0;
    }
  }

  /**
   * A process to sample, given by either a PID file or a process id.
   *
   * @param name of the unit, unique
   * @param pidFile path of a file that holds its process id, or null
   * @param pid its process id, or -1
   */
  public record Watch(String name, @Nullable String pidFile, long pid) {}
}
