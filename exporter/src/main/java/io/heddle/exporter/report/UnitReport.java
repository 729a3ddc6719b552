package io.heddle.exporter.report;

/**
 * One unit, in a list of them.
 *
 * @param id that stays the same while Heddle knows it
 * @param name base name of its program, or that of the configuration
 * @param pid of its process; -1 if there is none
 * @param up true while the process lives
 * @param samples that are kept of it
 * @param kind jvm, child, box or watch
 * @param startedMillis when the process began, by the wall clock; -1 if unknown
 * @param endedMillis when it ended; -1 while it lives or if unknown
 */
public record UnitReport(
    String id,
    String name,
    long pid,
    boolean up,
    long samples,
    String kind,
    long startedMillis,
    long endedMillis) {}
