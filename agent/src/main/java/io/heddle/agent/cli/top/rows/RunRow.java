package io.heddle.agent.cli.top.rows;

import io.heddle.agent.cli.top.read.NativeHistogram;
import io.heddle.agent.cli.top.read.RunCounts;
import io.heddle.agent.cli.top.read.RunKey;

/**
 * The figures of runs of one kind in one JVM, over the time between two reads. NaN is unknown, as
 * all of them but those in {@code now} are before the second read. Immutable.
 *
 * @param jvm its name in the table
 * @param rate runs that completed, a second
 * @param errorRate those of them that did not succeed, a second
 * @param completed runs that completed in that time
 * @param failed those of them that did not succeed
 * @param durations of the runs that completed in that time
 * @param overheadShare part of what counting and timing took in that JVM, 0 to 1
 * @param now the counts at the second read
 */
public record RunRow(
    String jvm,
    RunKey key,
    double rate,
    double errorRate,
    double completed,
    double failed,
    NativeHistogram durations,
    double overheadShare,
    RunCounts now) {
  /** The JVM and the kind of run, by which a row is found again. */
  public record Id(String jvm, RunKey key) {}

  /** Returns what tells this row from others. */
  public Id id() {
    return new Id(jvm, key);
  }

  /** Returns how long half of the runs took at most, in seconds. */
  public double p50() {
    return durations.quantile(0.5);
  }

  /** Returns how long 99 of 100 runs took at most, in seconds. */
  public double p99() {
    return durations.quantile(0.99);
  }
}
