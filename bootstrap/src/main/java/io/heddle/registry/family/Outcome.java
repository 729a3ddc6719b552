package io.heddle.registry.family;

/** How a run ended. */
public enum Outcome {
  /** As it should. */
  SUCCESS("success"),
  /** With an exception, a bad exit code or a result that says so. */
  FAILURE("failure"),
  /** Somebody ended it. */
  CANCELED("canceled"),
  /** A deadline ended it. */
  TIMEOUT("timeout");

  private final String label;

  Outcome(String label) {
    this.label = label;
  }

  /** The value of the label {@code outcome}. */
  public String label() {
    return label;
  }
}
