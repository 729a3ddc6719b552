package io.heddle.agent.cli.top.view;

import io.heddle.agent.cli.top.rows.RunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The user's choice of what is shown. Immutable.
 *
 * @param filter rows without this text are not shown; empty for all
 * @param typing true while the user types the filter
 * @param family rows of other families are not shown; empty for all
 * @param paused true while nothing is read
 * @param selected the row that the user chose; null for the first one
 * @param scroll lines of a page that are above the screen
 * @param over true once the user wants to leave
 */
public record View(
    Page page,
    Column sort,
    boolean descending,
    String filter,
    boolean typing,
    String family,
    boolean paused,
    RunRow.@Nullable Id selected,
    int scroll,
    boolean over) {
  /** The view at the start: all rows, the busiest first. */
  public static final View FIRST =
      new View(Page.TABLE, Column.RATE, true, "", false, "", false, null, 0, false);

  View on(Page other) {
    return new View(other, sort, descending, filter, false, family, paused, selected, 0, over);
  }

  /** Returns a view sorted by a column; figures begin with the highest, names with the first. */
  View sortedBy(Column column) {
    return inOrder(column, column != Column.NAME);
  }

  View inOrder(Column column, boolean falling) {
    return new View(page, column, falling, filter, typing, family, paused, selected, scroll, over);
  }

  View filteredBy(String text, boolean stillTyping) {
    return new View(
        page, sort, descending, text, stillTyping, family, paused, selected, scroll, over);
  }

  View ofFamily(String name) {
    return new View(page, sort, descending, filter, typing, name, paused, selected, scroll, over);
  }

  View paused(boolean now) {
    return new View(page, sort, descending, filter, typing, family, now, selected, scroll, over);
  }

  View selecting(RunRow.Id row) {
    return new View(page, sort, descending, filter, typing, family, paused, row, scroll, over);
  }

  /** Returns a view that is moved to these lines of its page. */
  public View scrolledTo(int lines) {
    return new View(
        page, sort, descending, filter, typing, family, paused, selected, Math.max(0, lines), over);
  }

  /** Returns the view of a user who leaves. */
  public View left() {
    return new View(page, sort, descending, filter, typing, family, paused, selected, scroll, true);
  }

  /** Returns the rows that are shown, in their order. */
  public List<RunRow> rows(Board board) {
    String wanted = filter.toLowerCase(Locale.ROOT);
    List<RunRow> rows = new ArrayList<>();
    for (RunRow row : board.rows()) {
      if ((family.isEmpty() || family.equals(row.key().family()))
          && (wanted.isEmpty() || text(row).contains(wanted))) {
        rows.add(row);
      }
    }
    return sort.sorted(rows, descending);
  }

  private static String text(RunRow row) {
    String names = row.jvm() + " " + row.key().family() + " " + RunNames.of(row.key());
    return (names + " " + RunNames.all(row.key())).toLowerCase(Locale.ROOT);
  }

  /** Returns the position of the chosen row; the first one if it is gone. */
  int selectedAmong(List<RunRow> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).id().equals(selected)) {
        return i;
      }
    }
    return 0;
  }
}
