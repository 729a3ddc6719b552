package io.heddle.agent.yaml;

/**
 * A problem of a configuration.
 *
 * @param at where it is
 * @param what is wrong, and what is allowed; one sentence
 */
public record Problem(Position at, String what) {
  /** Returns {@code file:line:column: what is wrong, and what is allowed}. */
  @Override
  public String toString() {
    return at + ": " + what;
  }
}
