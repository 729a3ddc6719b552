package io.heddle.agent.cli.top.view;

import java.text.Normalizer;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * Makes text of applications fit for a terminal: what is no visible character becomes '?', so that
 * no label value moves the cursor, colours or renames anything, or runs from right to left.
 *
 * @param unicode false if the terminal shows ASCII alone
 */
public record TerminalText(boolean unicode) {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final String ASCII_BLOCKS = ".:-=+*#@";
  private static final int LAST_ASCII = 0x7e;

  /** Returns the text with visible characters alone. */
  public String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .forEach(c -> safe.appendCodePoint(isVisible(c) ? c : '?'));
    return safe.toString();
  }

  private boolean isVisible(int c) {
    if (c >= ' ' && c <= LAST_ASCII) {
      return true;
    }
    return unicode
        && switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> WCWidth.wcwidth(c) > 0;
        };
  }

  /** Returns how many columns a safe text takes. */
  public static int width(String safe) {
    return safe.codePoints().map(WCWidth::wcwidth).sum();
  }

  /** Returns a safe text of exactly so many columns: its begin, or spaces behind it. */
  public String left(String safe, int columns) {
    if (width(safe) <= columns) {
      return safe + " ".repeat(columns - width(safe));
    }
    if (columns <= 0) {
      return "";
    }
    StringBuilder cut = new StringBuilder();
    int used = 0;
    for (int i = 0; i < safe.length(); ) {
      int c = safe.codePointAt(i);
      if (used + WCWidth.wcwidth(c) > columns - 1) {
        break;
      }
      used += WCWidth.wcwidth(c);
      cut.appendCodePoint(c);
      i += Character.charCount(c);
    }
    return cut.append(ellipsis()).append(" ".repeat(columns - 1 - used)).toString();
  }

  /** Returns a safe text of exactly so many columns: its end, or spaces behind it. */
  public String end(String safe, int columns) {
    if (width(safe) <= columns) {
      return left(safe, columns);
    }
    if (columns <= 0) {
      return "";
    }
    int from = safe.length();
    int used = 0;
    while (from > 0) {
      int c = safe.codePointBefore(from);
      if (used + WCWidth.wcwidth(c) > columns - 1) {
        break;
      }
      used += WCWidth.wcwidth(c);
      from -= Character.charCount(c);
    }
    return ellipsis() + safe.substring(from) + " ".repeat(columns - 1 - used);
  }

  /** Returns a safe text of exactly so many columns, spaces before it. */
  public String right(String safe, int columns) {
    int width = width(safe);
    return width > columns ? left(safe, columns) : " ".repeat(columns - width) + safe;
  }

  private String ellipsis() {
    return unicode ? "…" : "~";
  }

  /** Returns the last values as a line of blocks, the highest of them as the highest block. */
  public String sparkline(List<Double> values, int columns) {
    List<Double> last = values.subList(Math.max(0, values.size() - columns), values.size());
    double most = last.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    String blocks = unicode ? BLOCKS : ASCII_BLOCKS;
    StringBuilder line = new StringBuilder();
    for (double value : last) {
      if (value <= 0) {
        line.append(' ');
      } else {
        int height = (int) Math.ceil(value / most * blocks.length()) - 1;
        line.append(blocks.charAt(Math.max(0, Math.min(blocks.length() - 1, height))));
      }
    }
    return " ".repeat(columns - line.length()) + line;
  }
}
