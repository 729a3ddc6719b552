package io.heddle.agent.unit.store;

import io.heddle.exporter.report.UnitSummary;
import org.jspecify.annotations.Nullable;

/**
 * Sums up the samples of one unit, each weighted by the time since the one before. Values that are
 * not known, or not a number, are left out. Not thread-safe.
 */
public final class SampleSummary {
  private long samples;
  private double latestCpu = Double.NaN;
  private double maxCpu = Double.NaN;
  private double cpuMillis;
  private double cpuWeight;
  private long latestResident = -1;
  private long maxResident = -1;
  private double residentMillis;
  private double residentWeight;

  /** Creates a summary of no samples. */
  public SampleSummary() {}

  /**
   * Adds the next sample.
   *
   * @param spanMillis since the one before
   * @param cpuPercent NaN if unknown
   * @param residentBytes -1 if unknown
   */
  void add(long spanMillis, double cpuPercent, long residentBytes) {
    boolean isFirst = samples == 0;
    samples++;
    latestCpu = cpuPercent;
    latestResident = residentBytes;
    if (Double.isFinite(cpuPercent) && cpuPercent >= 0) {
      cpuMillis += cpuPercent * spanMillis;
      cpuWeight += spanMillis;
      maxCpu = Double.isNaN(maxCpu) ? cpuPercent : Math.max(maxCpu, cpuPercent);
    }
    if (residentBytes >= 0) {
      // it is not known how long the first was so large; alone, it is the average
      double weight = isFirst ? Double.MIN_NORMAL : spanMillis;
      residentMillis += residentBytes * weight;
      residentWeight += weight;
      maxResident = Math.max(maxResident, residentBytes);
    }
  }

  /** Returns the summary of the samples so far; null if there are none. */
  public @Nullable UnitSummary summary() {
    return samples == 0
        ? null
        : new UnitSummary(
            latestCpu,
            cpuWeight > 0 ? cpuMillis / cpuWeight : Double.NaN,
            maxCpu,
            latestResident,
            residentWeight > 0 ? residentMillis / residentWeight : Double.NaN,
            maxResident,
            samples);
  }
}
