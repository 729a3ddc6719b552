package io.heddle.agent.unit.spill.disk;

import java.io.IOException;

/** Nothing can be spilled at the moment; the message is for people. */
public final class SpillException extends IOException {
  private static final long serialVersionUID = 1;

  private final SpillError fault;

  public SpillException(SpillError fault, String message) {
    super(message);
    this.fault = fault;
  }

  /** The text of many exceptions of files is only a path: the class says what is wrong with it. */
  public SpillException(SpillError fault, IOException cause) {
    super(cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
    this.fault = fault;
  }

  public SpillError fault() {
    return fault;
  }
}
