package io.heddle.agent.unit.spill;

import java.io.IOException;

/** Nothing can be spilled at the moment; the message is for people. */
final class SpillFailure extends IOException {
  private static final long serialVersionUID = 1;

  private final Fault fault;

  SpillFailure(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  /** The text of many exceptions of files is only a path: the class says what is wrong with it. */
  SpillFailure(Fault fault, IOException cause) {
    super(cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
