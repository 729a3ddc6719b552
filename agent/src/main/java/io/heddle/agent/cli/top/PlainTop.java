package io.heddle.agent.cli.top;

import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import io.heddle.agent.cli.console.TextTable;
import io.heddle.agent.cli.top.read.JvmPage;
import io.heddle.agent.cli.top.rows.RunRow;
import io.heddle.agent.cli.top.view.Board;
import io.heddle.agent.cli.top.view.Column;
import io.heddle.agent.cli.top.view.TerminalText;
import io.heddle.agent.cli.top.view.View;
import java.util.ArrayList;
import java.util.List;

/** Prints tables or JSON, each of two reads an interval apart: what a pipe or a file gets. */
final class PlainTop {
  private final TopOptions options;
  private final Console console;
  private final TerminalText text = new TerminalText(true);

  PlainTop(TopOptions options, Console console) {
    this.options = options;
    this.console = console;
  }

  /**
   * Prints as many tables as were asked for, or one.
   *
   * @throws CommandException if no JVM can be read any more
   */
  void run(Watch watch) throws CommandException {
    Boards boards = new Boards(watch.size());
    long next = System.nanoTime();
    for (int i = 0; i <= Math.max(1, options.times()); i++) {
      sleepUntil(next);
      watch.begin(JvmPage.NONE, true);
      watch.await(boards);
      next += options.interval().toNanos();
      if (boards.problems().size() == watch.size()) {
        throw CommandException.failed(String.join(" ", boards.problems()));
      }
      if (i > 0) {
        print(boards, i);
      }
    }
  }

  private void print(Boards boards, int number) {
    Board board = boards.board(false);
    if (options.json()) {
      console.print(BoardJson.write(board));
      return;
    }
    if (number > 1) {
      console.print("");
    }
    print(boards.problems(), board);
  }

  /** Prints the JVMs that cannot be read, and the whole table. */
  void print(List<String> problems, Board board) {
    problems.forEach(console::print);
    table(board).forEach(console::print);
  }

  /** Returns the whole table as text, at its full width. */
  private List<String> table(Board board) {
    List<List<String>> table = new ArrayList<>();
    List<String> header = new ArrayList<>();
    if (board.hasSeveralJvms()) {
      header.add("JVM");
    }
    header.add("FAMILY");
    for (Column column : Column.values()) {
      header.add(column.title());
    }
    table.add(header);
    for (RunRow row : View.FIRST.rows(board)) {
      List<String> cells = new ArrayList<>();
      if (board.hasSeveralJvms()) {
        cells.add(text.safe(row.jvm()));
      }
      cells.add(text.safe(row.key().family()));
      for (Column column : Column.values()) {
        cells.add(text.safe(column.text(row)));
      }
      table.add(cells);
    }
    return TextTable.lines(table);
  }

  private static void sleepUntil(long nanos) throws CommandException {
    try {
      long millis = (nanos - System.nanoTime()) / 1_000_000;
      if (millis > 0) {
        Thread.sleep(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.failed("top was interrupted.");
    }
  }
}
