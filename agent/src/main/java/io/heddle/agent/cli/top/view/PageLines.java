package io.heddle.agent.cli.top.view;

import io.heddle.agent.cli.console.TextTable;
import io.heddle.agent.cli.top.read.BoxFigures;
import io.heddle.agent.cli.top.read.ListedRun;
import io.heddle.agent.cli.top.read.UnitFigures;
import io.heddle.agent.cli.top.rows.RunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders the pages that are no table of runs, however long. */
final class PageLines {
  private static final int MOST_RUNS = 20;
  private static final String CALLS = "call";
  private static final List<List<String>> KEYS =
      List.of(
          List.of("Up Down PgUp PgDn Home End", "choose a row, or move a page (also j k g G)"),
          List.of("Enter", "all about the chosen row, with its runs in flight"),
          List.of("Esc", "back; in the table: show all rows again"),
          List.of("< >  or  Left Right", "sort by the column before or behind"),
          List.of("N R E I 5 9 O", "sort by name, rate, errors, in flight, p50, p99, overhead"),
          List.of("r", "turn the order around"),
          List.of("/", "show the rows with a text; Enter keeps it, Esc drops it"),
          List.of("f F  or  Tab Shift-Tab", "next family, the family before"),
          List.of("Space", "pause, go on (also p)"),
          List.of("b  u  t", "boxes, units, the table"),
          List.of("h ?", "this page"),
          List.of("q  or  Ctrl-C", "quit"));

  private final Board board;
  private final View view;
  private final TerminalText text;

  PageLines(Board board, View view, TerminalText text) {
    this.board = board;
    this.view = view;
    this.text = text;
  }

  /** Returns all lines of the page that the user sees. */
  List<Line> lines() {
    return switch (view.page()) {
      case TABLE -> List.of();
      case DETAILS -> details();
      case BOXES -> boxes();
      case UNITS -> units();
      case HELP -> help();
    };
  }

  private List<Line> details() {
    RunRow row =
        board.rows().stream()
            .filter(one -> one.id().equals(view.selected()))
            .findFirst()
            .orElse(null);
    if (row == null) {
      return List.of(plain("This row is gone; Esc goes back."));
    }
    List<Line> lines = new ArrayList<>();
    lines.add(bold(row.key().family() + " " + RunNames.of(row.key())));
    List<List<String>> names = new ArrayList<>();
    names.add(List.of("  jvm", safe(row.jvm())));
    for (Map.Entry<String, String> label : row.key().labels().entrySet()) {
      names.add(List.of("  " + safe(label.getKey()), safe(label.getValue())));
    }
    addTable(lines, names, false);
    lines.add(Line.EMPTY);
    lines.add(bold("Since the last read"));
    List<List<String>> figures = new ArrayList<>();
    for (Column column : Column.values()) {
      if (column == Column.P99) {
        figures.add(List.of("  90 of 100 took at most", duration(row.durations().quantile(0.9))));
      }
      boolean known = column != Column.OVERHEAD || !Double.isNaN(row.overheadShare());
      if (column != Column.NAME && known) {
        figures.add(List.of("  " + described(column), column.text(row)));
      }
    }
    addTable(lines, figures, false);
    lines.add(Line.EMPTY);
    lines.add(bold("Since counting began"));
    addTable(
        lines,
        List.of(
            List.of("  started", Figures.count(row.now().started())),
            List.of("  completed", Figures.count(row.now().completed())),
            List.of("  did not succeed", Figures.count(row.now().failed())),
            List.of("  half took at most", duration(row.now().durations().quantile(0.5))),
            List.of("  99 of 100 took at most", duration(row.now().durations().quantile(0.99)))),
        false);
    lines.add(Line.EMPTY);
    addRuns(lines, row);
    return lines;
  }

  private static String described(Column column) {
    return switch (column) {
      case NAME -> "run";
      case RATE -> "completed a second";
      case ERRORS -> "errors a second";
      case IN_FLIGHT -> "in flight now";
      case P50 -> "half took at most";
      case P99 -> "99 of 100 took at most";
      case OVERHEAD -> "part of the overhead";
    };
  }

  private void addRuns(List<Line> lines, RunRow row) {
    List<ListedRun> runs =
        board.runs().stream()
            .filter(run -> run.jvm().equals(row.jvm()) && run.thing().key().equals(row.key()))
            .map(Board.Of::thing)
            .toList();
    lines.add(bold("Runs in flight"));
    if (runs.isEmpty()) {
      boolean calls = row.key().family().equals(CALLS);
      lines.add(plain(calls ? "  Runs of the family call are counted and not listed." : "  None."));
    }
    for (ListedRun run : runs.subList(0, Math.min(MOST_RUNS, runs.size()))) {
      lines.add(
          plain(
              "  for "
                  + duration(run.seconds())
                  + "  since "
                  + run.since()
                  + said("thread", run.thread())
                  + said("stage", run.stage())
                  + said("pid", run.pid())));
      for (String frame : run.stack()) {
        lines.add(Line.of(safe("      at " + frame), Style.FAINT));
      }
    }
    if (runs.size() > MOST_RUNS) {
      lines.add(plain("  and " + (runs.size() - MOST_RUNS) + " more"));
    }
  }

  private static String said(String name, @Nullable String value) {
    return value == null ? "" : "  " + name + " " + value;
  }

  private List<Line> boxes() {
    List<List<String>> table = new ArrayList<>();
    table.add(header("STATE", "RUNNER", "NAME", "CPU", "MEMORY", "COMMANDS", "ERRORS", "ID"));
    for (Board.Of<BoxFigures> of : board.boxes()) {
      BoxFigures box = of.thing();
      table.add(
          cells(
              of.jvm(),
              box.state(),
              box.runner(),
              box.name(),
              Figures.percent(box.cpuCores()),
              Figures.bytes(box.memoryBytes()),
              Figures.count(box.commands()),
              Figures.count(box.failed()),
              box.id()));
    }
    return titled("Boxes (CPU: 100% is one processor)", table, "There are no boxes.");
  }

  private List<Line> units() {
    List<List<String>> table = new ArrayList<>();
    table.add(header("PID", "UP", "NAME", "CPU", "AVERAGE", "MEMORY", "STARTED", "ID"));
    for (Board.Of<UnitFigures> of : board.units()) {
      UnitFigures unit = of.thing();
      table.add(
          cells(
              of.jvm(),
              unit.pid(),
              unit.up() ? "up" : "down",
              unit.name(),
              Figures.percent(unit.cpuPercent() / 100),
              Figures.percent(unit.averageCpuPercent() / 100),
              Figures.bytes(unit.residentBytes()),
              unit.started(),
              unit.id()));
    }
    return titled("Units (CPU: 100% is one processor)", table, "There are no units.");
  }

  private List<String> header(String... titles) {
    return cells("JVM", titles);
  }

  private List<String> cells(String jvm, String... values) {
    List<String> cells = new ArrayList<>();
    if (board.hasSeveralJvms()) {
      cells.add(safe(jvm));
    }
    for (String value : values) {
      cells.add(safe(value));
    }
    return cells;
  }

  private List<Line> titled(String title, List<List<String>> table, String none) {
    List<Line> lines = new ArrayList<>();
    lines.add(bold(title));
    if (table.size() == 1) {
      lines.add(plain(none));
    } else {
      addTable(lines, table, true);
    }
    return lines;
  }

  private static void addTable(List<Line> lines, List<List<String>> table, boolean header) {
    boolean first = header;
    for (String line : TextTable.lines(table)) {
      lines.add(Line.of(line, first ? Style.HEADER : Style.PLAIN));
      first = false;
    }
  }

  private List<Line> help() {
    List<Line> lines = new ArrayList<>();
    lines.add(bold("Keys"));
    addTable(
        lines, KEYS.stream().map(row -> List.of("  " + row.get(0), row.get(1))).toList(), false);
    lines.add(Line.EMPTY);
    lines.add(bold("Columns"));
    lines.add(plain("  Figures are those of the time since the last read."));
    lines.add(plain("  RATE/S runs that completed; ERR/S those of them that did not succeed;"));
    lines.add(plain("  INFL runs that go on; P50 P99 durations, true to within 9.1 %;"));
    lines.add(plain("  OVERHEAD the part of what counting and timing calls takes in its JVM;"));
    lines.add(plain("  TREND the last rates, the highest of them as the highest block."));
    return lines;
  }

  private static String duration(double seconds) {
    return Figures.duration(seconds);
  }

  private Line plain(String line) {
    return Line.of(safe(line), Style.PLAIN);
  }

  private Line bold(String line) {
    return Line.of(safe(line), Style.BOLD);
  }

  private String safe(String line) {
    return text.safe(line);
  }
}
