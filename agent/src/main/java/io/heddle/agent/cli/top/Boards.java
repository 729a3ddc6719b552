package io.heddle.agent.cli.top;

import io.heddle.agent.cli.top.read.BoxFigures;
import io.heddle.agent.cli.top.read.JvmState;
import io.heddle.agent.cli.top.read.ListedRun;
import io.heddle.agent.cli.top.read.Reading;
import io.heddle.agent.cli.top.read.UnitFigures;
import io.heddle.agent.cli.top.rows.JvmRows;
import io.heddle.agent.cli.top.rows.RateHistory;
import io.heddle.agent.cli.top.rows.RunRow;
import io.heddle.agent.cli.top.view.Board;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps the last readings of each JVM and makes boards of them. Not thread-safe. */
final class Boards implements Watch.Readings {
  private final List<Jvm> jvms = new ArrayList<>();
  private final RateHistory history = new RateHistory();

  Boards(int size) {
    for (int i = 0; i < size; i++) {
      jvms.add(new Jvm());
    }
  }

  /** The last reading of one JVM, and its rows. */
  private static final class Jvm {
    @Nullable Reading last;
    @Nullable JvmState state;
    JvmRows rows = new JvmRows(Double.NaN, Double.NaN, List.of());
    String name = "";
  }

  @Override
  public void take(int position, Reading reading) {
    Jvm jvm = jvms.get(position);
    jvm.last = reading;
    jvm.name = name(position, reading);
    JvmState state = reading.state();
    if (state != null) {
      jvm.rows = JvmRows.between(jvm.name, jvm.state, state);
      jvm.state = state;
      history.add(jvm.name, jvm.rows.rows());
    }
  }

  /** Takes a reading without its counts: one that was begun before a pause. */
  void takePage(int position, Reading reading) {
    take(position, reading.withoutCounts());
  }

  /** Returns the name of a JVM, with its process id if another one has this name. */
  private String name(int position, Reading reading) {
    for (int i = 0; i < jvms.size(); i++) {
      Reading other = jvms.get(i).last;
      if (i != position && other != null && other.name().equals(reading.name())) {
        return reading.name() + ":" + reading.pid();
      }
    }
    return reading.name();
  }

  /** Returns true if every JVM was read at least once. */
  boolean hasAll() {
    return jvms.stream().allMatch(jvm -> jvm.last != null);
  }

  /** Returns the problems of the JVMs that have one. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (Jvm jvm : jvms) {
      String problem = jvm.last == null ? null : jvm.last.problem();
      if (problem != null) {
        problems.add(jvms.size() == 1 ? problem : jvm.name + ": " + problem);
      }
    }
    return problems;
  }

  /**
   * Returns a board of what is known now.
   *
   * @param withLost true if the last rows of JVMs that cannot be read any more are on it too
   */
  Board board(boolean withLost) {
    List<Board.Jvm> shown = new ArrayList<>();
    List<RunRow> rows = new ArrayList<>();
    Map<RunRow.Id, List<Double>> trends = new HashMap<>();
    for (Jvm jvm : jvms) {
      Reading last = jvm.last;
      if (last == null) {
        continue;
      }
      boolean read = last.problem() == null;
      double cores = read ? jvm.rows.overheadCores() : Double.NaN;
      shown.add(new Board.Jvm(jvm.name, last.pid(), last.problem(), jvm.rows.seconds(), cores));
      if (read || withLost) {
        rows.addAll(jvm.rows.rows());
        jvm.rows.rows().forEach(row -> trends.put(row.id(), history.of(row.id())));
      }
    }
    List<Board.Of<ListedRun>> runs = all(Reading::runs);
    List<Board.Of<BoxFigures>> boxes = all(Reading::boxes);
    List<Board.Of<UnitFigures>> units = all(Reading::units);
    return new Board(shown, rows, trends, runs, boxes, units);
  }

  private <T> List<Board.Of<T>> all(Function<Reading, List<T>> part) {
    List<Board.Of<T>> all = new ArrayList<>();
    for (Jvm jvm : jvms) {
      if (jvm.last != null) {
        part.apply(jvm.last).forEach(one -> all.add(new Board.Of<>(jvm.name, one)));
      }
    }
    return all;
  }
}
