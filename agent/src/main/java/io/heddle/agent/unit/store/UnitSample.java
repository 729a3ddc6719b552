package io.heddle.agent.unit.store;

import java.io.IOException;

/**
 * One sample of a unit, as a reader sees it. Immutable.
 *
 * @param seq number of the sample within its unit, rising by one where nothing was lost
 * @param epochMillis when it was taken, by the wall clock
 * @param cpuPercent of one processor since the sample before; NaN if unknown
 * @param residentBytes in memory; -1 if unknown
 * @param readBytes from storage, since the process began; -1 if unknown
 * @param writtenBytes to storage, likewise
 */
public record UnitSample(
    long seq,
    long epochMillis,
    double cpuPercent,
    long residentBytes,
    long readBytes,
    long writtenBytes) {
  /** Takes samples in their order. */
  public interface Sink {
    /**
     * Takes the next sample.
     *
     * @throws IOException if it cannot: the rest is not sent
     */
    void take(UnitSample sample) throws IOException;
  }
}
