package io.heddle.agent.cli.top.view;

import io.heddle.agent.cli.top.rows.RunRow;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The columns that fit into a width. Immutable.
 *
 * @param jvm columns of the JVM's name; 0 if it is not shown, as the others
 * @param trend columns of the trend
 * @param figures that are shown
 */
record TableColumns(int jvm, int family, int name, int trend, Set<Column> figures) {
  private static final int LEAST_NAME = 16;
  private static final int LEAST_TREND = 8;
  private static final int MOST_TREND = 30;
  private static final int MOST_JVM = 24;
  private static final int MOST_FAMILY = 14;

  /** Chooses among all columns; the less important ones give way, never the one sorted by. */
  static TableColumns of(Board board, View view, List<RunRow> rows, TerminalText text, int width) {
    boolean families = view.family().isEmpty() && board.families().size() > 1;
    int jvm = board.hasSeveralJvms() ? longest(board, text, MOST_JVM) : 0;
    int family = families ? longestFamily(rows, text) : 0;
    int trend = LEAST_TREND;
    Set<Column> figures = EnumSet.complementOf(EnumSet.of(Column.NAME));
    if (view.sort() != Column.OVERHEAD
        && rows.stream().allMatch(row -> Double.isNaN(row.overheadShare()))) {
      figures.remove(Column.OVERHEAD);
    }
    Column[] lessImportant = {
      Column.OVERHEAD, null, null, Column.P50, Column.IN_FLIGHT, Column.ERRORS, Column.P99
    };
    for (int i = 0; i < lessImportant.length; i++) {
      if (used(jvm, family, trend, figures) + LEAST_NAME <= width) {
        break;
      }
      Column column = lessImportant[i];
      if (column != null) {
        if (column != view.sort()) {
          figures.remove(column);
        }
      } else if (trend > 0) {
        trend = 0;
      } else {
        family = 0;
      }
    }
    if (used(jvm, family, trend, figures) + LEAST_NAME > width && figures.size() > 1) {
      figures.removeIf(column -> column != view.sort() && column != Column.RATE);
    }
    int left = Math.max(1, width - used(jvm, family, trend, figures));
    int name = Math.min(left, Math.max(LEAST_NAME, longestName(rows, text)));
    int more = trend == 0 ? 0 : Math.min(MOST_TREND - trend, left - name);
    return new TableColumns(jvm, family, trend == 0 ? left : name, trend + more, figures);
  }

  /** Returns the columns that all but the name takes, with the spaces between them. */
  private static int used(int jvm, int family, int trend, Set<Column> figures) {
    int used = figures.stream().mapToInt(figure -> figure.width() + 1).sum();
    for (int one : List.of(jvm, family, trend)) {
      used += one == 0 ? 0 : one + 1;
    }
    return used;
  }

  private static int longest(Board board, TerminalText text, int most) {
    int longest =
        board.jvms().stream()
            .mapToInt(jvm -> TerminalText.width(text.safe(jvm.name())))
            .max()
            .orElse(0);
    return Math.max(3, Math.min(most, longest));
  }

  private static int longestFamily(List<RunRow> rows, TerminalText text) {
    int longest =
        rows.stream()
            .mapToInt(row -> TerminalText.width(text.safe(row.key().family())))
            .max()
            .orElse(0);
    return Math.max(6, Math.min(MOST_FAMILY, longest));
  }

  private static int longestName(List<RunRow> rows, TerminalText text) {
    return rows.stream()
        .mapToInt(row -> TerminalText.width(text.safe(RunNames.of(row.key()))))
        .max()
        .orElse(0);
  }
}
