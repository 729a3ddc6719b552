package io.heddle.agent.unit.spill.disk;

import java.io.IOException;

/** Signals that nothing can be spilled at the moment; the message is for people. */
public final class SpillException extends IOException {
  private static final long serialVersionUID = 1;

  private final SpillError error;

  /** Creates an exception with a message for people. */
  public SpillException(SpillError error, String message) {
    super(message);
    this.error = error;
  }

  /**
   * Creates an exception with the class and text of its cause: the text of many file exceptions is
   * only a path, and the class says what is wrong with it.
   */
  public SpillException(SpillError error, IOException cause) {
    super(cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
    this.error = error;
  }

  /** Returns the kind of the error. */
  public SpillError error() {
    return error;
  }
}
