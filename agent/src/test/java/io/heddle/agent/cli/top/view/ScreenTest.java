package io.heddle.agent.cli.top.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.cli.top.read.ListedRun;
import io.heddle.agent.cli.top.rows.RunRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
  private static final RunRow SEARCH = Boards.row("shop", "tool", "search", 12_345, 0.5);
  private static final RunRow JOB = Boards.row("shop", "job", "nightly", 0, 0);
  private static final TerminalText UNICODE = new TerminalText(true);

  private static List<String> lines(int width, int height, Board board, View view) {
    return new Screen(UNICODE, width, height, "10:00:00", "2s")
        .lines(board, view).stream().map(Line::text).toList();
  }

  @Test
  void shouldShowAllColumnsAtEightyColumns() {
    List<String> lines = lines(80, 8, Boards.of("", SEARCH, JOB), View.FIRST);
    assertThat(lines)
        .containsExactly(
            "heddle top  shop (PID 7)  10:00:00  every 2s",
            "family: all  rows: 2  rate: 12.3k/s  errors: 0.50/s  in flight: 6  overhead: 0.…",
            "FAMILY RUN              RATE/S▼   ERR/S   INFL     P50     P99 TREND            ",
            "tool   search             12.3k    0.50      3   936us   958ms              ▁▄ █",
            "job    nightly                0       0      3   936us   958ms                  ",
            "",
            "",
            "q quit  h help  / filter  f family  < > sort  r reverse  Enter details  b boxes…");
  }

  @Test
  void shouldKeepWhatMattersMostAtFortyColumns() {
    List<String> lines = lines(40, 6, Boards.of("", SEARCH, JOB), View.FIRST);
    assertThat(lines.subList(2, 5))
        .containsExactly(
            "RUN              RATE/S▼   ERR/S     P99",
            "search             12.3k    0.50   958ms",
            "nightly                0       0   958ms");
    View byMedian = View.FIRST.sortedBy(Column.P50);
    assertThat(lines(40, 6, Boards.of("", SEARCH, JOB), byMedian).get(2)).contains("P50▼");
  }

  @ParameterizedTest
  @CsvSource({"80,24", "40,10", "20,5", "200,50", "1,1", "5,2", "80,3", "0,0"})
  void shouldNeverBeLargerThanTheTerminal(int width, int height) {
    List<RunRow> rows = new ArrayList<>(List.of(SEARCH));
    for (int i = 0; i < 100; i++) {
      rows.add(Boards.row("shop", "tool", "日本語 " + "long ".repeat(i), i, 0));
    }
    rows.add(Boards.row("shop", "tool", Boards.HOSTILE, 1, 1));
    Board board = Boards.of("PID 7 has ended.", rows.toArray(new RunRow[0]));
    for (Page page : Page.values()) {
      View view = View.FIRST.selecting(rows.get(50).id()).on(page);
      List<String> lines = lines(width, height, board, view);
      assertThat(lines).hasSizeLessThanOrEqualTo(height);
      assertThat(lines).allMatch(line -> TerminalText.width(line) <= width);
    }
  }

  @Test
  void shouldMakeHostileLabelsHarmless() {
    RunRow hostile = Boards.row("shop", Boards.HOSTILE, Boards.HOSTILE, 1, 1);
    Board board = Boards.of(Boards.HOSTILE, hostile, JOB);
    ListedRun run =
        new ListedRun(
            hostile.key(), "2026", 3, Boards.HOSTILE, Boards.HOSTILE, "7", List.of(Boards.HOSTILE));
    for (Board one : List.of(board, Boards.listing(hostile, run))) {
      for (Page page : Page.values()) {
        View view = View.FIRST.filteredBy("", true).selecting(hostile.id()).on(page);
        for (String line : lines(100, 40, one, view)) {
          assertThat(line.codePoints())
              .allMatch(c -> c >= ' ' && c != 0x7f && !(c >= 0x80 && c < 0xa0))
              .noneMatch(c -> Character.getType(c) == Character.FORMAT);
        }
      }
    }
    assertThat(UNICODE.safe(Boards.HOSTILE)).isEqualTo("?[2J?]0;x??31m?ab??ć?d");
    assertThat(new TerminalText(false).safe("a\u00e9日")).isEqualTo("a??");
  }

  @Test
  void shouldSayWhichJvmIsNotRead() {
    List<Line> lines =
        new Screen(UNICODE, 60, 10, "", "2s").lines(Boards.of("PID 7 has ended."), View.FIRST);
    assertThat(lines.get(3).text().strip()).isEqualTo("PID 7 has ended.");
    assertThat(lines.get(3).spans().get(0).style()).isEqualTo(Style.ALERT);
    assertThat(lines(60, 10, Boards.of(""), View.FIRST).get(3).strip()).isEqualTo("No runs yet.");
  }

  @Test
  void shouldKeepTheChosenRowOnTheScreen() {
    List<RunRow> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(Boards.row("shop", "tool", "t" + i, 100 - i, 0));
    }
    Board board = Boards.of("", rows.toArray(new RunRow[0]));
    Screen screen = new Screen(UNICODE, 80, 12, "", "2s");
    List<Line> lines = screen.lines(board, View.FIRST.selecting(rows.get(70).id()));
    assertThat(lines)
        .filteredOn(
            line -> !line.spans().isEmpty() && line.spans().get(0).style() == Style.SELECTED)
        .singleElement()
        .satisfies(line -> assertThat(line.text()).startsWith("t70 "));
  }

  @Test
  void shouldShowAllAboutARow() {
    ListedRun run =
        new ListedRun(
            SEARCH.key(),
            "2026-01-01T00:00:00Z",
            90,
            "prepare",
            "worker-1",
            "12 (sleeping)",
            List.of("com.acme.Tool.search(Tool.java:7)"));
    View view = View.FIRST.selecting(SEARCH.id()).on(Page.DETAILS);
    List<String> lines = lines(120, 40, Boards.listing(SEARCH, run), view);
    assertThat(lines)
        .contains(
            "tool search",
            "  name  search",
            "  completed a second      12.3k",
            "  for 1m30s  since 2026-01-01T00:00:00Z  thread worker-1  stage prepare"
                + "  pid 12 (sleeping)",
            "      at com.acme.Tool.search(Tool.java:7)");
    assertThat(lines(120, 40, Boards.of("", JOB), view))
        .contains("This row is gone; Esc goes back.");
  }

  @Test
  void shouldDrawWithoutUnicode() {
    Screen ascii = new Screen(new TerminalText(false), 80, 6, "", "2s");
    List<Line> lines = ascii.lines(Boards.of("", SEARCH, JOB), View.FIRST);
    assertThat(lines).allMatch(line -> line.text().chars().allMatch(c -> c < 127));
    assertThat(lines.get(3).text()).endsWith(".= @");
  }

  @ParameterizedTest
  @CsvSource({
    "NaN,-",
    "0,0",
    "0.5,0.50",
    "9.99,9.99",
    "12.34,12.3",
    "999.6,1000",
    "9999.4,9999",
    "10000,10.0k",
    "999600,1.00M",
    "1.5e9,1.50G"
  })
  void shouldFormatNumbers(double number, String text) {
    assertThat(Figures.number(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "NaN,-",
    "0,0s",
    "4.77e-7,477ns",
    "0.0000123,12.3us",
    "0.00125,1.25ms",
    "0.9996,1.00s",
    "59.4,59.4s",
    "59.6,1m00s",
    "3725,1h02m"
  })
  void shouldFormatDurations(double seconds, String text) {
    assertThat(Figures.duration(seconds)).isEqualTo(text);
  }

  @Test
  void shouldFormatBytesAndShares() {
    assertThat(Figures.bytes(86.9 * 1024 * 1024)).isEqualTo("86.9MiB");
    assertThat(Figures.bytes(500)).isEqualTo("500B");
    assertThat(Figures.percent(0.125)).isEqualTo("12.5%");
    assertThat(Figures.percent(0.00001)).isEqualTo("<0.01%");
  }
}
