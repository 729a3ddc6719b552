package io.heddle.agent.yaml;

/**
 * One thing that is wrong with a configuration.
 *
 * @param at where
 * @param what is wrong, and what is allowed; one sentence
 */
public record Problem(Position at, String what) {
  /** {@code file:line:column: what is wrong, and what is allowed}. */
  @Override
  public String toString() {
    return at + ": " + what;
  }
}
