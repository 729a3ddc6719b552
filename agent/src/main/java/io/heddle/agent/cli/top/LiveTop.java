package io.heddle.agent.cli.top;

import io.heddle.agent.cli.top.read.JvmPage;
import io.heddle.agent.cli.top.view.Board;
import io.heddle.agent.cli.top.view.Key;
import io.heddle.agent.cli.top.view.KeyMap;
import io.heddle.agent.cli.top.view.Page;
import io.heddle.agent.cli.top.view.Screen;
import io.heddle.agent.cli.top.view.View;
import java.io.IOException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The loop of the live table: reads, draws, obeys keys. */
final class LiveTop {
  // how long a key waits at most for what was read meanwhile to be drawn, and the other way round
  private static final long KEY_MILLIS = 100;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final long FIRST_RATES_NANOS = 1_000_000_000L;

  private final Watch watch;
  private final TopOptions options;
  private final TopTerminal terminal;
  private final Boards boards;
  private View view = View.FIRST;
  private long nextRead = System.nanoTime();
  private boolean pageWanted;
  private boolean reading;
  private int rounds;
  private String clock = "";

  LiveTop(Watch watch, TopOptions options, TopTerminal terminal) {
    this.watch = watch;
    this.options = options;
    this.terminal = terminal;
    this.boards = new Boards(watch.size());
  }

  Boards boards() {
    return boards;
  }

  /** Returns true if the table came to its end, not the user. */
  boolean isFinal() {
    return !view.over();
  }

  /** Runs until the user leaves, all JVMs have ended, or the last table was shown. */
  void run() throws IOException {
    Board board = Board.EMPTY;
    Screen screen = draw(board);
    boolean keyed = false;
    while (!view.over()) {
      read();
      boolean polled = watch.poll(view.paused() ? boards::takePage : boards);
      countRound();
      // thousands of rows are not sorted ten times a second for nothing
      if (polled) {
        board = boards.board(false);
      }
      if (polled || keyed || terminal.isResized()) {
        screen = draw(board);
      }
      if (watch.haveAllEnded() || (options.times() > 0 && rounds > options.times())) {
        return;
      }
      Key key = terminal.nextKey(KEY_MILLIS);
      keyed = key != null;
      if (key != null) {
        obey(key, board, screen);
      }
    }
  }

  private void read() {
    JvmPage page = view.page().needed();
    long now = System.nanoTime();
    if (!view.paused() && now - nextRead >= 0) {
      watch.begin(page, true);
      reading = true;
      nextRead = Math.max(nextRead + options.interval().toNanos(), now);
      pageWanted = false;
    } else if (pageWanted && watch.isIdle()) {
      watch.begin(page, false);
      pageWanted = false;
    }
  }

  /** Counts the times that all JVMs were read; the second one comes soon, for the first rates. */
  private void countRound() {
    if (!reading || !watch.isIdle()) {
      return;
    }
    reading = false;
    rounds++;
    clock = LocalTime.now(ZoneId.systemDefault()).format(CLOCK);
    if (rounds == 1) {
      long soon = Math.min(FIRST_RATES_NANOS, options.interval().toNanos());
      nextRead = System.nanoTime() + soon;
    }
  }

  private Screen draw(Board board) {
    Screen screen =
        new Screen(
            terminal.text(), terminal.width(), terminal.height(), clock, options.intervalText());
    terminal.draw(screen.lines(board, view));
    return screen;
  }

  private void obey(Key key, Board board, Screen screen) {
    Page before = view.page();
    view = new KeyMap(board, screen.bodyHeight()).after(view, key);
    if (view.page() != before) {
      pageWanted = view.page().needed() != JvmPage.NONE;
    }
    view = view.scrolledTo(Math.min(view.scroll(), screen.mostScroll(board, view)));
  }
}
