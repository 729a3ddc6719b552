package io.heddle.agent.cli.top.view;

import io.heddle.agent.cli.top.read.JvmPage;

/** The pages of the screen. */
public enum Page {
  /** The table of runs. */
  TABLE(JvmPage.NONE),
  /** All about the row that the user chose. */
  DETAILS(JvmPage.RUNS),
  /** The boxes. */
  BOXES(JvmPage.BOXES),
  /** The units. */
  UNITS(JvmPage.UNITS),
  /** The keys. */
  HELP(JvmPage.NONE);

  private final JvmPage needed;

  Page(JvmPage needed) {
    this.needed = needed;
  }

  /** Returns what has to be read for it. */
  public JvmPage needed() {
    return needed;
  }
}
