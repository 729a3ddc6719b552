package io.heddle.agent.cli.console;

import java.util.ArrayList;
import java.util.List;

/** Formats rows of text as aligned columns, two spaces apart. */
public final class TextTable {
  private TextTable() {}

  /** Returns one line for each row; rows may differ in length; no line ends in spaces. */
  public static List<String> lines(List<List<String>> rows) {
    List<Integer> widths = widths(rows);
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(widths.get(column) - cell.length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static List<Integer> widths(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        int width = row.get(column).length();
        if (column == widths.size()) {
          widths.add(width);
        } else if (width > widths.get(column)) {
          widths.set(column, width);
        }
      }
    }
    return widths;
  }
}
