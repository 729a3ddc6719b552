package io.heddle.api;

/** The kind of a runner of tasks. More values may be added: a {@code switch} needs a default. */
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

  /** Returns the value of the label {@code runner}. */
  public String label() {
    return label;
  }
}
