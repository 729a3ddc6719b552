package io.heddle.api;

/**
 * The kind of an error in setting up or tearing down a runner; a task that ran and failed is a
 * {@link TaskOutcome#FAILURE} instead. More values may be added: a {@code switch} needs a default.
 */
public enum RunnerErrorKind {
  /** A cgroup could not be created, or one of its attributes could not be written. */
  CGROUP_PREPARE_FAILED("cgroup_prepare_failed"),
  /** Limits, capabilities, namespaces and the like could not be applied. */
  BACKEND_CONFIG_FAILED("backend_config_failed"),
  /** The process or actor could not be started. */
  SPAWN_FAILED("spawn_failed"),
  /** The module or image could not be loaded. */
  MODULE_LOAD_FAILED("module_load_failed");

  private final String label;

  RunnerErrorKind(String label) {
    this.label = label;
  }

  /** Returns the value of the label {@code error_type}. */
  public String label() {
    return label;
  }
}
