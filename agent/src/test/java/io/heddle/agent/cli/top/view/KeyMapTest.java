package io.heddle.agent.cli.top.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.cli.top.rows.RunRow;
import org.junit.jupiter.api.Test;

class KeyMapTest {
  private static final RunRow FAST = Boards.row("shop", "tool", "fast", 9, 0);
  private static final RunRow SLOW = Boards.row("shop", "tool", "slow", 5, 4);
  private static final RunRow JOB = Boards.row("shop", "job", "nightly", 1, 0);

  private final KeyMap keys = new KeyMap(Boards.of("", JOB, SLOW, FAST), 10);
  private View view = View.FIRST;

  private void type(String text) {
    text.chars().forEach(c -> view = keys.after(view, Key.of((char) c)));
  }

  private void press(Key.Kind... kinds) {
    for (Key.Kind kind : kinds) {
      view = keys.after(view, Key.of(kind));
    }
  }

  private void assertRows(RunRow... rows) {
    assertThat(view.rows(keys.board())).containsExactly(rows);
  }

  @Test
  void shouldSortByTheKeyOfAColumn() {
    assertRows(FAST, SLOW, JOB);
    type("E");
    assertRows(SLOW, JOB, FAST);
    type("r");
    assertRows(JOB, FAST, SLOW);
    type("N");
    assertRows(JOB, FAST, SLOW);
    press(Key.Kind.RIGHT);
    assertRows(FAST, SLOW, JOB);
    type("<<<");
    assertThat(view.sort()).isEqualTo(Column.NAME);
  }

  @Test
  void shouldFilterWhileTheUserTypes() {
    type("/SLOx");
    assertThat(view.typing()).isTrue();
    assertRows();
    press(Key.Kind.BACKSPACE);
    assertRows(SLOW);
    // q is a letter here
    type("q");
    assertThat(view.over()).isFalse();
    press(Key.Kind.BACKSPACE, Key.Kind.ENTER);
    assertThat(view.typing()).isFalse();
    assertRows(SLOW);
    press(Key.Kind.ESCAPE);
    assertRows(FAST, SLOW, JOB);
    type("/j");
    press(Key.Kind.ESCAPE);
    assertThat(view.filter()).isEmpty();
  }

  @Test
  void shouldSwitchTheFamily() {
    type("f");
    assertRows(JOB);
    type("f");
    assertRows(FAST, SLOW);
    type("f");
    assertRows(FAST, SLOW, JOB);
    press(Key.Kind.BACK_TAB);
    assertRows(FAST, SLOW);
    press(Key.Kind.ESCAPE);
    assertRows(FAST, SLOW, JOB);
  }

  @Test
  void shouldKeepTheChosenRowWhereverItMoves() {
    press(Key.Kind.DOWN);
    assertThat(view.selected()).isEqualTo(SLOW.id());
    type("E");
    assertThat(view.selectedAmong(view.rows(keys.board()))).isZero();
    press(Key.Kind.UP, Key.Kind.ENTER);
    assertThat(view.page()).isEqualTo(Page.DETAILS);
    assertThat(view.selected()).isEqualTo(SLOW.id());
    press(Key.Kind.PAGE_DOWN, Key.Kind.UP);
    assertThat(view.scroll()).isEqualTo(9);
    press(Key.Kind.ESCAPE);
    assertThat(view.page()).isEqualTo(Page.TABLE);
    press(Key.Kind.END);
    assertThat(view.selected()).isEqualTo(FAST.id());
    press(Key.Kind.HOME, Key.Kind.PAGE_DOWN);
    assertThat(view.selected()).isEqualTo(FAST.id());
  }

  @Test
  void shouldOpenAndLeavePages() {
    type("b");
    assertThat(view.page()).isEqualTo(Page.BOXES);
    type("u");
    assertThat(view.page()).isEqualTo(Page.UNITS);
    type("?");
    assertThat(view.page()).isEqualTo(Page.HELP);
    type("q");
    assertThat(view.page()).isEqualTo(Page.TABLE);
    assertThat(view.over()).isFalse();
    type(" ");
    assertThat(view.paused()).isTrue();
    type("p");
    assertThat(view.paused()).isFalse();
  }

  @Test
  void shouldLeave() {
    type("q");
    assertThat(view.over()).isTrue();
    view = View.FIRST;
    type("/x");
    press(Key.Kind.INTERRUPT);
    assertThat(view.over()).isTrue();
  }

  @Test
  void shouldDoNothingWithoutRows() {
    View first = new KeyMap(Board.EMPTY, 10).after(View.FIRST, Key.of(Key.Kind.ENTER));
    assertThat(first).isEqualTo(View.FIRST);
    assertThat(new KeyMap(Board.EMPTY, 10).after(first, Key.of(Key.Kind.DOWN))).isEqualTo(first);
  }
}
