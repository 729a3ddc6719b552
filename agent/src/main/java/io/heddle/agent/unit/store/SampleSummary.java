package io.heddle.agent.unit.store;

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

  /** Returns the number of samples. */
  public long samples() {
    return samples;
  }

  /** Returns the processor share of the last sample, in percent; NaN if it is not known there. */
  public double latestCpuPercent() {
    return latestCpu;
  }

  /** Returns the average processor share by time, in percent; NaN if no sample has one. */
  public double averageCpuPercent() {
    return cpuWeight > 0 ? cpuMillis / cpuWeight : Double.NaN;
  }

  /** Returns the largest processor share of a sample, in percent; NaN if no sample has one. */
  public double maxCpuPercent() {
    return maxCpu;
  }

  /** Returns the memory of the last sample, in bytes; -1 if it is not known there. */
  public long latestResidentBytes() {
    return latestResident;
  }

  /** Returns the average memory by time, in bytes; NaN if no sample has it. */
  public double averageResidentBytes() {
    return residentWeight > 0 ? residentMillis / residentWeight : Double.NaN;
  }

  /** Returns the largest memory of a sample, in bytes; -1 if no sample has it. */
  public long maxResidentBytes() {
    return maxResident;
  }
}
