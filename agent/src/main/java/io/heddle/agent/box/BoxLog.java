package io.heddle.agent.box;

import io.heddle.agent.log.WarningSink;

/** Logs the durations of the creation of each box in one line. */
public record BoxLog(WarningSink warnings) implements BoxListener {
  @Override
  public void up(Box box) {
    warnings.debug(line(box));
  }

  /** Returns the line, with milliseconds and with null for stages that did not happen. */
  static String line(Box box) {
    StringBuilder out = new StringBuilder("Box initialization stages completed");
    out.append(" box=").append(box.id());
    BoxReports.timing(box)
        .forEach((name, millis) -> out.append(' ').append(name).append('=').append(millis));
    return out.toString();
  }
}
