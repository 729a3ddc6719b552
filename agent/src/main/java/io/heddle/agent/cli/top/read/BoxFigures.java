package io.heddle.agent.cli.top.read;

import io.heddle.agent.cli.server.JsonObject;

/**
 * One box with its figures; those that are unknown are NaN. Immutable.
 *
 * @param cpuCores processors that it keeps busy
 * @param failed commands that ended badly
 */
public record BoxFigures(
    String id,
    String runner,
    String name,
    String state,
    double cpuCores,
    double memoryBytes,
    double commands,
    double failed) {
  static BoxFigures of(JsonObject box, JsonObject figures) {
    return new BoxFigures(
        box.textOr("id", "?"),
        box.textOr("runner", "?"),
        box.textOr("name", "?"),
        box.textOr("state", "?"),
        figures.number("cpu_cores"),
        figures.number("memory_bytes"),
        figures.number("commands_executed_total"),
        figures.number("exec_errors_total"));
  }
}
