package io.heddle.api;

/** How a task ended. More may join: a {@code switch} needs a default. */
public enum TaskOutcome {
  /** It did what it was to do. */
  SUCCESS("success"),
  /** It ran and failed. */
  FAILURE("failure"),
  /** Somebody stopped it. */
  CANCELED("canceled"),
  /** Its time was over. */
  TIMEOUT("timeout");

  private final String label;

  TaskOutcome(String label) {
    this.label = label;
  }

  /** The value of the label {@code outcome}. */
  public String label() {
    return label;
  }
}
