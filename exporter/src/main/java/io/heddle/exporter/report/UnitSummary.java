package io.heddle.exporter.report;

/**
 * The summary of one unit's samples, weighted by time. NaN and -1 are unknown.
 *
 * @param latestCpuPercent of one processor
 * @param averageCpuPercent likewise
 * @param maxCpuPercent likewise
 * @param latestResidentBytes in memory
 * @param averageResidentBytes likewise
 * @param maxResidentBytes likewise
 * @param samples that are counted in
 */
public record UnitSummary(
    double latestCpuPercent,
    double averageCpuPercent,
    double maxCpuPercent,
    long latestResidentBytes,
    double averageResidentBytes,
    long maxResidentBytes,
    long samples) {}
