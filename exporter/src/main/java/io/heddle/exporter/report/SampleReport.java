package io.heddle.exporter.report;

/**
 * One sample of a unit. NaN and -1 are unknown; the network bytes of a process are never known.
 *
 * @param epochMillis when it was taken, by the wall clock
 * @param cpuPercent of one processor since the sample before
 * @param rssBytes in memory
 * @param ioReadBytes from storage, since the process began
 * @param ioWriteBytes to storage, likewise
 */
public record SampleReport(
    long epochMillis, double cpuPercent, long rssBytes, long ioReadBytes, long ioWriteBytes) {}
