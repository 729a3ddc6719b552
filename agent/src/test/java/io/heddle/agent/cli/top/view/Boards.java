package io.heddle.agent.cli.top.view;

import io.heddle.agent.cli.top.read.ListedRun;
import io.heddle.agent.cli.top.read.NativeHistogram;
import io.heddle.agent.cli.top.read.RunCounts;
import io.heddle.agent.cli.top.read.RunKey;
import io.heddle.agent.cli.top.rows.RunRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Boards to look at. */
final class Boards {
  static final String HOSTILE = "\u001b[2J\u001b]0;x\u0007\u009b31m\u202Eab\r\nc\u0301\u0000d";

  private Boards() {}

  static RunRow row(String jvm, String family, String name, double rate, double errors) {
    NativeHistogram durations =
        new NativeHistogram(3, 0, 0, new TreeMap<>(Map.of(-80, 98L, 0, 2L)));
    return new RunRow(
        jvm,
        new RunKey(family, Map.of("name", name)),
        rate,
        errors,
        rate * 2,
        errors * 2,
        durations,
        Double.NaN,
        new RunCounts(rate * 20 + 3, rate * 20, errors * 20, 3, durations, 1));
  }

  static Board of(String problem, RunRow... rows) {
    Board.Jvm jvm = new Board.Jvm("shop", 7, problem.isEmpty() ? null : problem, 2, 0.001);
    return new Board(
        List.of(jvm),
        List.of(rows),
        rows.length == 0 ? Map.of() : Map.of(rows[0].id(), List.of(1.0, 4.0, 0.0, 8.0)),
        List.of(),
        List.of(),
        List.of());
  }

  static Board listing(RunRow row, ListedRun run) {
    Board board = of("", row);
    return new Board(
        board.jvms(),
        board.rows(),
        board.trends(),
        List.of(new Board.Of<>("shop", run)),
        List.of(),
        List.of());
  }
}
