package io.heddle.agent.cli.top.view;

import io.heddle.agent.cli.top.rows.RunRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The columns of figures by which the table can be sorted, in their order, after the names. */
public enum Column {
  /** The names: JVM, family, labels. */
  NAME("RUN", 'N', 0),
  /** Runs that completed, a second. */
  RATE("RATE/S", 'R', 7),
  /** Runs that did not succeed, a second. */
  ERRORS("ERR/S", 'E', 7),
  /** Runs that are going on. */
  IN_FLIGHT("INFL", 'I', 6),
  /** The median of the durations. */
  P50("P50", '5', 7),
  /** The duration that one run of a hundred takes longer than. */
  P99("P99", '9', 7),
  /** The part of what Heddle's counting and timing takes. */
  OVERHEAD("OVERHEAD", 'O', 9);

  private final String title;
  private final char key;
  private final int width;

  Column(String title, char key, int width) {
    this.title = title;
    this.key = key;
    this.width = width;
  }

  /** Returns the name above the column. */
  public String title() {
    return title;
  }

  /** Returns the key that sorts by this column. */
  char key() {
    return key;
  }

  int width() {
    return width;
  }

  /** Returns the figure of a row as text. */
  public String text(RunRow row) {
    double figure = value(row);
    return switch (this) {
      case NAME -> RunNames.of(row.key());
      case RATE, ERRORS -> Figures.number(figure);
      case IN_FLIGHT -> Figures.count(figure);
      case P50, P99 -> Figures.duration(figure);
      case OVERHEAD -> Figures.percent(figure);
    };
  }

  private double value(RunRow row) {
    return switch (this) {
      case NAME -> 0;
      case RATE -> row.rate();
      case ERRORS -> row.errorRate();
      case IN_FLIGHT -> row.now().inFlight();
      case P50 -> row.p50();
      case P99 -> row.p99();
      case OVERHEAD -> row.overheadShare();
    };
  }

  /** Returns rows sorted by the figure, unknown ones last, and then by name. */
  List<RunRow> sorted(List<RunRow> rows, boolean descending) {
    List<Sorted> sorted = new ArrayList<>(rows.size());
    for (RunRow row : rows) {
      double value = value(row);
      sorted.add(new Sorted(row, Double.isNaN(value), value, RunNames.sortable(row)));
    }
    Comparator<Sorted> byName = Comparator.comparing(Sorted::name);
    Comparator<Sorted> byValue = Comparator.comparingDouble(Sorted::value);
    sorted.sort(
        this == NAME
            ? (descending ? byName.reversed() : byName)
            : Comparator.comparing(Sorted::unknown)
                .thenComparing(descending ? byValue.reversed() : byValue)
                .thenComparing(byName));
    return sorted.stream().map(Sorted::row).toList();
  }

  /** A row with what it is sorted by, which is calculated once. */
  private record Sorted(RunRow row, boolean unknown, double value, String name) {}
}
