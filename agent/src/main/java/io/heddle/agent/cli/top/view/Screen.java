package io.heddle.agent.cli.top.view;

import io.heddle.agent.cli.top.rows.RunRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders the whole screen, without a terminal.
 *
 * @param clock the time that the title shows
 * @param interval between two reads, as text
 */
public record Screen(TerminalText text, int width, int height, String clock, String interval) {
  private static final int AROUND = 3;

  /** Returns the lines of the screen, at most as many as it has, none longer than it is wide. */
  public List<Line> lines(Board board, View view) {
    List<Line> lines = new ArrayList<>();
    lines.add(title(board, view));
    lines.add(Line.of(fit(summary(board, view)), Style.PLAIN));
    if (view.page() == Page.TABLE) {
      lines.addAll(new TableLines(board, view, text, width).lines(bodyHeight()));
    } else {
      List<Line> page = new PageLines(board, view, text).lines();
      int from = Math.min(view.scroll(), mostScroll(board, view));
      for (Line line : page.subList(from, Math.min(page.size(), from + bodyHeight()))) {
        lines.add(cut(line));
      }
    }
    while (lines.size() < height - 1) {
      lines.add(Line.EMPTY);
    }
    List<Line> shown =
        new ArrayList<>(lines.subList(0, Math.max(0, Math.min(lines.size(), height - 1))));
    if (height > 0) {
      shown.add(bottom(view));
    }
    return shown;
  }

  /** Returns how far the page that the user sees can be moved. */
  public int mostScroll(Board board, View view) {
    return Math.max(0, new PageLines(board, view, text).lines().size() - bodyHeight());
  }

  /** Returns the lines between the title and the keys. */
  public int bodyHeight() {
    return Math.max(0, height - AROUND);
  }

  private Line title(Board board, View view) {
    String who;
    if (board.jvms().size() == 1) {
      Board.Jvm jvm = board.jvms().get(0);
      who = jvm.name() + (jvm.pid() == 0 ? "" : " (PID " + jvm.pid() + ")");
    } else {
      who = board.jvms().isEmpty() ? "reading ..." : board.jvms().size() + " JVMs";
    }
    String how = view.paused() ? "paused" : "every " + interval;
    return Line.of(fit("heddle top  " + who + "  " + clock + "  " + how), Style.BOLD);
  }

  private static String summary(Board board, View view) {
    List<RunRow> rows = view.rows(board);
    StringBuilder line = new StringBuilder();
    if (!view.filter().isEmpty()) {
      line.append("filter: ").append(view.filter()).append("  ");
    }
    line.append("family: ").append(view.family().isEmpty() ? "all" : view.family());
    double rate = rows.stream().mapToDouble(RunRow::rate).filter(one -> !Double.isNaN(one)).sum();
    double errors =
        rows.stream().mapToDouble(RunRow::errorRate).filter(one -> !Double.isNaN(one)).sum();
    double inFlight = rows.stream().mapToDouble(row -> row.now().inFlight()).sum();
    line.append("  rows: ").append(rows.size());
    line.append("  rate: ").append(Figures.number(rate)).append("/s");
    line.append("  errors: ").append(Figures.number(errors)).append("/s");
    line.append("  in flight: ").append(Figures.count(inFlight));
    double cores =
        board.jvms().stream()
            .mapToDouble(Board.Jvm::overheadCores)
            .filter(one -> !Double.isNaN(one))
            .sum();
    return line.append("  overhead: ")
        .append(Figures.percent(cores))
        .append(" of a core")
        .toString();
  }

  private Line bottom(View view) {
    if (view.typing()) {
      return Line.of(fit("/" + view.filter() + "_   Enter: keep  Esc: drop"), Style.BOLD);
    }
    String keys =
        switch (view.page()) {
          case TABLE ->
              "q quit  h help  / filter  f family  < > sort  r reverse  Enter details  b boxes"
                  + "  u units  Space "
                  + (view.paused() ? "go on" : "pause");
          default -> "q quit  Esc back  Up Down move  h help";
        };
    return Line.of(fit(keys), Style.FAINT);
  }

  private Line cut(Line line) {
    if (TerminalText.width(line.text()) <= width) {
      return line;
    }
    Style style = line.spans().get(0).style();
    return Line.of(text.left(line.text(), width), style);
  }

  private String fit(String line) {
    return text.left(text.safe(line), width).stripTrailing();
  }
}
