package io.heddle.agent.cli.top.view;

/** The looks of a piece of a line. */
public enum Style {
  /** The looks of all other text. */
  PLAIN,
  /** The title. */
  BOLD,
  /** The names of columns. */
  HEADER,
  /** The row that the user chose. */
  SELECTED,
  /** Text of less weight. */
  FAINT,
  /** The trend of a rate. */
  TREND,
  /** An error or a problem. */
  ALERT
}
