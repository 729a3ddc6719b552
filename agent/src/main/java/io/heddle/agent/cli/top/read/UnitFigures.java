package io.heddle.agent.cli.top.read;

import io.heddle.agent.cli.server.JsonObject;

/**
 * One unit, a process, with its figures; those that are unknown are NaN. Immutable.
 *
 * @param cpuPercent of one processor, at its last sample
 * @param averageCpuPercent over all its samples
 */
public record UnitFigures(
    String id,
    String name,
    String pid,
    boolean up,
    double cpuPercent,
    double averageCpuPercent,
    double residentBytes,
    String started) {
  static UnitFigures of(JsonObject unit, JsonObject summary) {
    return new UnitFigures(
        unit.textOr("id", "?"),
        unit.textOr("name", "?"),
        unit.textOr("pid", "-"),
        unit.flag("up"),
        summary.number("latest_cpu_percent"),
        summary.number("average_cpu_percent"),
        summary.number("latest_rss_bytes"),
        unit.textOr("started", "?"));
  }
}
