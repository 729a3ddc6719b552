package io.heddle.agent.reason;

/**
 * A class or method that a rule does not match and probably means, with the mistake. Immutable.
 *
 * @param className dotted, of the class that exists; what the rule says if there is none
 * @param method name and parameter types; empty if the class itself is the near miss
 */
public record NearMiss(String className, String method, Mistake mistake) {
  /** Returns the near miss of a class. */
  static NearMiss of(String className, Mistake mistake) {
    return new NearMiss(className, "", mistake);
  }

  /** Returns the reason in one clause. */
  public String reason() {
    return mistake.sentence();
  }
}
