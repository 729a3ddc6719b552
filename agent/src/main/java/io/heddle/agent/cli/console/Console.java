package io.heddle.agent.cli.console;

import java.io.PrintStream;

/** Prints text, which may come from another process: control characters become '?'. */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;

  public Console(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Prints one line of the answer. */
  public void print(String line) {
    out.println(printable(line));
  }

  /** Prints one line about a failure. */
  public void error(String line) {
    err.println(printable(line));
  }

  private static String printable(String line) {
    StringBuilder text = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      text.append(Character.isISOControl(c) ? '?' : c);
    }
    return text.toString();
  }
}
