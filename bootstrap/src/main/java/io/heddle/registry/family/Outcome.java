package io.heddle.registry.family;

/** The way in which a run ended. */
public enum Outcome {
  /** Outcome of a run that succeeded. */
  SUCCESS("success"),
  /** Outcome of a run that ended with an exception, a bad exit code or a result of failure. */
  FAILURE("failure"),
  /** Outcome of a run that was canceled. */
  CANCELED("canceled"),
  /** Outcome of a run that a deadline ended. */
  TIMEOUT("timeout");

  private final String label;

  Outcome(String label) {
    this.label = label;
  }

  /** Returns the value of the label {@code outcome}. */
  public String label() {
    return label;
  }
}
