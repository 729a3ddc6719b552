package com.acme.exporter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls whose argument is a label, and then does nothing until it reads a byte. Arguments:
 * how many different plain values, each called once; after them come the hostile ones.
 */
public final class SeriesApp {
  private SeriesApp() {}

  public static void main(String[] arguments) throws Exception {
    SeriesApp app = new SeriesApp();
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      app.label("a-plain-value-with-the-number-" + i);
    }
    for (String value : hostile()) {
      app.label(value);
    }
    app.label(null);
    System.out.println("ready");
    System.in.read();
  }

  /** Values that end quotes, lines, comments and encodings, one call each. */
  public static List<String> hostile() {
    List<String> values = new ArrayList<>();
    values.addAll(
        List.of("", " ", "\"", "\\", "\\\"", "\n", "\r\n", "a\"} 1\nevil_total 1\n# EOF\n"));
    values.addAll(
        List.of("\\n", "{a=\"b\"}", "# HELP x", "\0", "\u0007", "\u2028", "\uFEFF", "é😀"));
    values.addAll(List.of("\uD800", "x\uDC00y", "\uDE00\uD83D", "none", "_overflow_", "_error_"));
    values.add("x".repeat(1 << 20));
    values.add("x".repeat(1 << 20) + "y");
    values.add("z".repeat(127) + "😀");
    values.add("\"".repeat(1 << 20));
    return values;
  }

  void label(@Nullable String value) {}
}
