package io.heddle.agent.cli.top.view;

import io.heddle.agent.cli.top.read.BoxFigures;
import io.heddle.agent.cli.top.read.ListedRun;
import io.heddle.agent.cli.top.read.UnitFigures;
import io.heddle.agent.cli.top.rows.RunRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that can be shown, of every JVM. Immutable.
 *
 * @param rows of all JVMs, in no order
 * @param trends the last rates of each row, oldest first
 */
public record Board(
    List<Jvm> jvms,
    List<RunRow> rows,
    Map<RunRow.Id, List<Double>> trends,
    List<Of<ListedRun>> runs,
    List<Of<BoxFigures>> boxes,
    List<Of<UnitFigures>> units) {
  /** A board of JVMs that were not read yet. */
  public static final Board EMPTY =
      new Board(List.of(), List.of(), Map.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public Board {
    jvms = List.copyOf(jvms);
    rows = List.copyOf(rows);
    trends = Map.copyOf(trends);
    runs = List.copyOf(runs);
    boxes = List.copyOf(boxes);
    units = List.copyOf(units);
  }

  /**
   * One JVM.
   *
   * @param pid 0 if unknown
   * @param problem why it is not read; null if it is
   * @param seconds between its last two reads; NaN before the second one
   * @param overheadCores processors that counting and timing kept busy; NaN if unknown
   */
  public record Jvm(
      String name, long pid, @Nullable String problem, double seconds, double overheadCores) {}

  /** A thing and the JVM that it belongs to. */
  public record Of<T>(String jvm, T thing) {}

  /** Returns true if the names of JVMs tell something. */
  public boolean hasSeveralJvms() {
    return jvms.size() > 1;
  }

  /** Returns the names of all families. */
  List<String> families() {
    return rows.stream().map(row -> row.key().family()).distinct().sorted().toList();
  }
}
