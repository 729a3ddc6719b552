package io.heddle.agent.cli.top.view;

import io.heddle.agent.cli.top.rows.RunRow;
import java.util.ArrayList;
import java.util.List;

/**
 * The meaning of each key for the view.
 *
 * @param board that the user sees
 * @param pageLines how far a page up or down goes
 */
public record KeyMap(Board board, int pageLines) {
  private static final int LONGEST_FILTER = 100;

  /** Returns the view after a key. */
  public View after(View view, Key key) {
    if (key.kind() == Key.Kind.INTERRUPT) {
      return view.left();
    }
    if (view.typing()) {
      return typed(view, key);
    }
    return switch (key.kind()) {
      case CHARACTER -> character(view, key.character());
      case UP -> moved(view, -1);
      case DOWN -> moved(view, 1);
      case PAGE_UP -> moved(view, -pageLines);
      case PAGE_DOWN -> moved(view, pageLines);
      case HOME -> moved(view, -Integer.MAX_VALUE / 2);
      case END -> moved(view, Integer.MAX_VALUE / 2);
      case LEFT -> neighbour(view, -1);
      case RIGHT -> neighbour(view, 1);
      case TAB -> nextFamily(view, 1);
      case BACK_TAB -> nextFamily(view, -1);
      case ENTER -> opened(view);
      case BACKSPACE, ESCAPE -> back(view);
      case INTERRUPT, OTHER -> view;
    };
  }

  private static View typed(View view, Key key) {
    String filter = view.filter();
    return switch (key.kind()) {
      case ENTER -> view.filteredBy(filter, false);
      case ESCAPE -> view.filteredBy("", false);
      case BACKSPACE ->
          filter.isEmpty()
              ? view.filteredBy("", false)
              : view.filteredBy(
                  filter.substring(0, filter.offsetByCodePoints(filter.length(), -1)), true);
      case CHARACTER ->
          filter.length() < LONGEST_FILTER
              ? view.filteredBy(filter + Character.toString(key.character()), true)
              : view;
      default -> view;
    };
  }

  private View character(View view, int character) {
    for (Column column : Column.values()) {
      if (column.key() == character) {
        return view.on(Page.TABLE).sortedBy(column);
      }
    }
    return switch (character) {
      case 'q', 'Q' -> view.page() == Page.HELP ? view.on(Page.TABLE) : view.left();
      case 'h', '?' -> view.on(view.page() == Page.HELP ? Page.TABLE : Page.HELP);
      case 'b' -> view.on(view.page() == Page.BOXES ? Page.TABLE : Page.BOXES);
      case 'u' -> view.on(view.page() == Page.UNITS ? Page.TABLE : Page.UNITS);
      case 't' -> view.on(Page.TABLE);
      case ' ', 'p' -> view.paused(!view.paused());
      case '/' -> view.on(Page.TABLE).filteredBy(view.filter(), true);
      case 'f' -> nextFamily(view, 1);
      case 'F' -> nextFamily(view, -1);
      case 'r' -> view.inOrder(view.sort(), !view.descending());
      case '<' -> neighbour(view, -1);
      case '>' -> neighbour(view, 1);
      case 'j' -> moved(view, 1);
      case 'k' -> moved(view, -1);
      case 'g' -> moved(view, -Integer.MAX_VALUE / 2);
      case 'G' -> moved(view, Integer.MAX_VALUE / 2);
      default -> view;
    };
  }

  /** Moves the choice in the table, and the text of any other page. */
  private View moved(View view, int lines) {
    if (view.page() != Page.TABLE) {
      return view.scrolledTo(Math.max(0, view.scroll() + lines));
    }
    List<RunRow> rows = view.rows(board);
    if (rows.isEmpty()) {
      return view;
    }
    int at = view.selectedAmong(rows) + lines;
    return view.selecting(rows.get(Math.max(0, Math.min(rows.size() - 1, at))).id());
  }

  private static View neighbour(View view, int direction) {
    List<Column> columns = List.of(Column.values());
    int at = columns.indexOf(view.sort()) + direction;
    return at < 0 || at == columns.size() ? view : view.on(Page.TABLE).sortedBy(columns.get(at));
  }

  private View nextFamily(View view, int direction) {
    List<String> families = new ArrayList<>(List.of(""));
    families.addAll(board.families());
    int at = Math.max(0, families.indexOf(view.family())) + direction;
    return view.on(Page.TABLE).ofFamily(families.get(Math.floorMod(at, families.size())));
  }

  private View opened(View view) {
    if (view.page() != Page.TABLE) {
      return view;
    }
    List<RunRow> rows = view.rows(board);
    return rows.isEmpty()
        ? view
        : view.selecting(rows.get(view.selectedAmong(rows)).id()).on(Page.DETAILS);
  }

  /** Leaves a page; on the table takes the filter away, and then the family. */
  private static View back(View view) {
    if (view.page() != Page.TABLE) {
      return view.on(Page.TABLE);
    }
    return view.filter().isEmpty() ? view.ofFamily("") : view.filteredBy("", false);
  }
}
