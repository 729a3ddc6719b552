package io.heddle.agent.run;

/** Says in one line how the creation of each box went. */
record BoxLog(Adapters.Voice voice) implements Boxes.Listener {
  @Override
  public void up(Box box) {
    voice.debug(line(box));
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
