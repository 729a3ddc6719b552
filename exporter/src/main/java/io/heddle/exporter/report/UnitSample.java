package io.heddle.exporter.report;

/**
 * One sample of a unit. Immutable. The network bytes of a process are never known.
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
    long writtenBytes) {}
