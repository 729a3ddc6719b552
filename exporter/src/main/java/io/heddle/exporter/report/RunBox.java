package io.heddle.exporter.report;

/**
 * The box that a run is, or goes on in.
 *
 * @param id as in {@link BoxReport}
 * @param pid of its process on this machine; -1: unknown
 */
public record RunBox(String id, long pid) {}
