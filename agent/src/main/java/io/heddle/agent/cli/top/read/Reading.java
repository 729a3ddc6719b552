package io.heddle.agent.cli.top.read;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of an attempt to read one JVM. Immutable.
 *
 * @param name as the command {@code list} shows it; host and port for a URL
 * @param pid 0 for a URL
 * @param state null if it was not or could not be read
 * @param problem why it could not be read, a sentence; null if it could
 * @param ended true if its process has ended and so will never be read again
 */
public record Reading(
    String name,
    long pid,
    @Nullable JvmState state,
    @Nullable String problem,
    boolean ended,
    List<ListedRun> runs,
    List<BoxFigures> boxes,
    List<UnitFigures> units) {
  /** Copies the lists. */
  public Reading {
    runs = List.copyOf(runs);
    boxes = List.copyOf(boxes);
    units = List.copyOf(units);
  }

  /** Returns this reading as if the page alone had been read. */
  public Reading withoutCounts() {
    return new Reading(name, pid, null, problem, ended, runs, boxes, units);
  }

  static Reading failed(String name, long pid, String problem, boolean ended) {
    return new Reading(name, pid, null, problem, ended, List.of(), List.of(), List.of());
  }
}
