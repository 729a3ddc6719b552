package io.heddle.agent.cli.top.view;

import io.heddle.agent.cli.top.rows.RunRow;
import java.util.ArrayList;
import java.util.List;

/** Renders the table of runs. */
final class TableLines {
  private final Board board;
  private final View view;
  private final TerminalText text;
  private final List<RunRow> rows;
  private final TableColumns columns;
  private final int width;

  TableLines(Board board, View view, TerminalText text, int width) {
    this.board = board;
    this.view = view;
    this.text = text;
    this.width = width;
    this.rows = view.rows(board);
    this.columns = TableColumns.of(board, view, rows, text, width);
  }

  /** Returns the header, the JVMs that are not read, and the rows around the chosen one. */
  List<Line> lines(int height) {
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of(text.left(header(), width), Style.HEADER));
    for (Board.Jvm jvm : board.jvms()) {
      if (jvm.problem() != null && lines.size() <= height / 2) {
        String name = board.hasSeveralJvms() ? jvm.name() + ": " : "";
        lines.add(Line.of(text.left(text.safe(name + jvm.problem()), width), Style.ALERT));
      }
    }
    int room = Math.max(0, height - lines.size());
    int selected = view.selectedAmong(rows);
    int first = Math.max(0, selected - room + 1);
    for (int i = first; i < Math.min(rows.size(), first + room); i++) {
      lines.add(row(rows.get(i), i == selected));
    }
    if (rows.isEmpty() && room > 0) {
      lines.add(Line.of(text.left(nothing(), width), Style.FAINT));
    }
    return lines;
  }

  private String nothing() {
    if (board.jvms().isEmpty()) {
      return "";
    }
    if (board.rows().isEmpty()) {
      return board.jvms().stream().allMatch(jvm -> jvm.problem() == null) ? "No runs yet." : "";
    }
    return "No row has this text or family; Esc shows all again.";
  }

  private String header() {
    StringBuilder line = new StringBuilder();
    if (columns.jvm() > 0) {
      line.append(text.left("JVM", columns.jvm())).append(' ');
    }
    if (columns.family() > 0) {
      line.append(text.left("FAMILY", columns.family())).append(' ');
    }
    line.append(text.left(title(Column.NAME), columns.name()));
    for (Column figure : columns.figures()) {
      line.append(' ').append(text.right(title(figure), figure.width()));
    }
    if (columns.trend() > 0) {
      line.append(' ').append(text.left("TREND", columns.trend()));
    }
    return line.toString();
  }

  private String title(Column column) {
    if (column != view.sort()) {
      return column.title();
    }
    String falling = text.unicode() ? "▼" : "v";
    String rising = text.unicode() ? "▲" : "^";
    return column.title() + (view.descending() ? falling : rising);
  }

  private Line row(RunRow row, boolean selected) {
    List<Line.Span> spans = new ArrayList<>();
    StringBuilder names = new StringBuilder();
    if (columns.jvm() > 0) {
      names.append(text.end(text.safe(row.jvm()), columns.jvm())).append(' ');
    }
    if (columns.family() > 0) {
      names.append(text.left(text.safe(row.key().family()), columns.family())).append(' ');
    }
    String name = text.safe(RunNames.of(row.key()));
    boolean isMethod = row.key().labels().containsKey("method");
    names.append(isMethod ? text.end(name, columns.name()) : text.left(name, columns.name()));
    spans.add(new Line.Span(names.toString(), Style.PLAIN));
    for (Column figure : columns.figures()) {
      boolean alert = figure == Column.ERRORS && row.errorRate() > 0;
      String value = " " + text.right(figure.text(row), figure.width());
      spans.add(new Line.Span(value, alert ? Style.ALERT : Style.PLAIN));
    }
    if (columns.trend() > 0) {
      List<Double> trend = board.trends().getOrDefault(row.id(), List.of());
      String line = text.sparkline(trend, columns.trend());
      spans.add(new Line.Span(" " + line, Style.TREND));
    }
    Line whole = new Line(spans);
    return selected ? Line.of(text.left(whole.text(), width), Style.SELECTED) : whole;
  }
}
