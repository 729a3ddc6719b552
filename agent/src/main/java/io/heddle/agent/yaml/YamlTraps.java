package io.heddle.agent.yaml;

import org.jspecify.annotations.Nullable;

/** Explains what YAML makes of text that was meant otherwise. Lines count from 0. */
public final class YamlTraps {
  static final String STAR =
      "a value that starts with '*' is a YAML alias: it must be quoted, such as \"*Renderer\"";
  static final String FLOW = "inside { } or [ ] a value that holds ',' or '[' must be quoted";

  private final String[] lines;

  YamlTraps(String text) {
    this.lines = text.split("\r\n|\r|\n", -1);
  }

  /**
   * An explanation, and the place in the text that it is about.
   *
   * @param line from 0
   * @param column from 0
   */
  record Trap(int line, int column, String what) {}

  Trap explain(String words, int line, int column, int contextLine, int contextColumn) {
    if (words.contains("alias")) {
      return new Trap(contextLine, contextColumn, STAR);
    }
    int tab = tab(line, column);
    if (tab >= 0) {
      return new Trap(line, tab, "a tab: YAML indents with spaces only");
    }
    if (words.contains("flow mapping") || words.contains("flow sequence")) {
      boolean open = line >= lines.length - 1 && at(line, column) == 0;
      return new Trap(
          line, column, open ? "a { or [ is not closed: " + Messages.brief(words, 200) : FLOW);
    }
    if (words.contains("mapping values are not allowed")) {
      return new Trap(
          line, column, "a ':' where no key can be: quote the value, or correct the indentation");
    }
    if ("@`%".indexOf(at(line, column)) >= 0) {
      return new Trap(
          line, column, "a value that starts with '" + at(line, column) + "' must be quoted");
    }
    return new Trap(line, column, "is not YAML 1.2: " + Messages.brief(words, 200));
  }

  private int tab(int line, int column) {
    String text = line < lines.length ? lines[line] : "";
    for (int i = 0; i <= column && i < text.length(); i++) {
      if (text.charAt(i) == '\t') {
        return i;
      }
      if (text.charAt(i) != ' ') {
        break;
      }
    }
    return at(line, column) == '\t' ? column : -1;
  }

  private char at(int line, int column) {
    return line < lines.length && column < lines[line].length() ? lines[line].charAt(column) : 0;
  }

  /** Returns true if the next character that is no blank is a colon. */
  boolean colonAfter(int line, int column) {
    for (int l = line; l < lines.length; l++) {
      String rest = lines[l].substring(l == line ? Math.min(column, lines[l].length()) : 0);
      if (!rest.isBlank()) {
        return rest.stripLeading().startsWith(":");
      }
    }
    return false;
  }

  /** Returns true if a key looks like the second half of a value that YAML split at a comma. */
  public static boolean looksSplit(String key) {
    return key.indexOf(')') >= 0 || key.indexOf(']') >= 0 || key.indexOf(' ') >= 0;
  }

  static @Nullable Position controlCharacter(String file, String text) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) {
        return new Position(file, line, column);
      }
      line += c == '\n' ? 1 : 0;
      column = c == '\n' ? 1 : column + 1;
    }
    return null;
  }
}
