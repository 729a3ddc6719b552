package io.heddle.agent.box;

import io.heddle.agent.log.WarningSink;

/** Says in one line how the creation of each box went. */
public record BoxLog(WarningSink warnings) implements BoxListener {
  @Override
  public void up(Box box) {
    warnings.debug(line(box));
  }

  /** The line: milliseconds, and null for what did not happen. */
  static String line(Box box) {
    StringBuilder out = new StringBuilder("Box initialization stages completed");
    out.append(" box=").append(box.id());
    BoxReports.timing(box)
        .forEach((name, millis) -> out.append(' ').append(name).append('=').append(millis));
    return out.toString();
  }
}
