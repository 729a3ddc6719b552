package io.heddle.api;

/** What carries out a task. More may join: a {@code switch} needs a default. */
public enum RunnerType {
  /** A process of the operating system. */
  SUBPROCESS("subprocess"),
  /** A container (OCI). */
  CONTAINER("container"),
  /** A WebAssembly module. */
  WASM("wasm");

  private final String label;

  RunnerType(String label) {
    this.label = label;
  }

  /** The value of the label {@code runner}. */
  public String label() {
    return label;
  }
}
