package io.heddle.agent.unit.store;

import io.heddle.exporter.report.UnitSample;

/**
 * One sample and its unit, in an object that is used again for the next one: a sample that leaves
 * memory allocates nothing. Valid until the call ends that it is passed to. Not thread-safe.
 */
public final class MutableSample {
  private String unit = "";
  private long seq;
  private long epochMillis;
  private double cpuPercent;
  private long residentBytes;
  private long readBytes;
  private long writtenBytes;

  /** Creates a sample of no unit. */
  public MutableSample() {}

  /**
   * Sets the unit and the parts of its {@link UnitSample}.
   *
   * @param unit its id
   */
  public void set(
      String unit,
      long seq,
      long epochMillis,
      double cpuPercent,
      long residentBytes,
      long readBytes,
      long writtenBytes) {
    this.unit = unit;
    this.seq = seq;
    this.epochMillis = epochMillis;
    this.cpuPercent = cpuPercent;
    this.residentBytes = residentBytes;
    this.readBytes = readBytes;
    this.writtenBytes = writtenBytes;
  }

  /** Returns the id of the unit. */
  public String unit() {
    return unit;
  }

  /** Returns the number of the sample within its unit. */
  public long seq() {
    return seq;
  }

  /** Returns when it was taken, by the wall clock. */
  public long epochMillis() {
    return epochMillis;
  }

  /** Returns the share of one processor since the sample before, in percent; NaN if unknown. */
  public double cpuPercent() {
    return cpuPercent;
  }

  /** Returns the bytes in memory; -1 if unknown. */
  public long residentBytes() {
    return residentBytes;
  }

  /** Returns the bytes read from storage; -1 if unknown. */
  public long readBytes() {
    return readBytes;
  }

  /** Returns the bytes written to storage; -1 if unknown. */
  public long writtenBytes() {
    return writtenBytes;
  }

  /** Returns an immutable copy without the unit. */
  public UnitSample copy() {
    return new UnitSample(seq, epochMillis, cpuPercent, residentBytes, readBytes, writtenBytes);
  }
}
