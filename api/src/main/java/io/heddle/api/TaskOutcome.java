package io.heddle.api;

/** The outcome of a task. More values may be added: a {@code switch} needs a default. */
public enum TaskOutcome {
  /** The task did its work. */
  SUCCESS("success"),
  /** The task ran and failed. */
  FAILURE("failure"),
  /** The task was stopped before its end. */
  CANCELED("canceled"),
  /** The task ran out of time. */
  TIMEOUT("timeout");

  private final String label;

  TaskOutcome(String label) {
    this.label = label;
  }

  /** Returns the value of the label {@code outcome}. */
  public String label() {
    return label;
  }
}
