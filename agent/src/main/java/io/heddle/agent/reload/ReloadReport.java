package io.heddle.agent.reload;

import java.util.List;
import java.util.Locale;

/**
 * The result of a reload, in words.
 *
 * @param result what became of it
 * @param lines whole lines for the user; if nothing was applied because of a problem, one sentence
 */
public record ReloadReport(Result result, List<String> lines) {
  /** A result of a reload; the label of a metric. */
  public enum Result {
    /** The new configuration is in force. */
    APPLIED,
    /** Nothing that can be applied has changed. */
    UNCHANGED,
    /** The file cannot be used; the configuration of before stays. */
    INVALID,
    /** A class could not be woven as before; the configuration of before is in force again. */
    ROLLED_BACK,
    /** The reload itself failed; the configuration of before stays. */
    FAILED;

    /** Returns the value of the label. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the lines. */
  public ReloadReport {
    lines = List.copyOf(lines);
  }

  /** Returns true unless there was a problem. */
  public boolean isOk() {
    return result == Result.APPLIED || result == Result.UNCHANGED;
  }

  /** Returns the lines as one text. */
  public String text() {
    return String.join("; ", lines);
  }
}
