package io.heddle.agent.cli.top.view;

/** How a piece of a line looks. */
public enum Style {
  /** As all text. */
  PLAIN,
  /** The title. */
  BOLD,
  /** The names of columns. */
  HEADER,
  /** The row that the user chose. */
  SELECTED,
  /** Of less weight. */
  FAINT,
  /** The trend of a rate. */
  TREND,
  /** An error or a problem. */
  ALERT
}
