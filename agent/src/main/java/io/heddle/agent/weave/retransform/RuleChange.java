package io.heddle.agent.weave.retransform;

import java.util.List;

/**
 * The result of an exchange of rules. Immutable.
 *
 * @param classes number of classes that were woven again
 * @param problems reasons why everything is as it was; empty if the new rules are in force
 * @param different names of classes that no rule weaves any more, and that report other bytes than
 *     before the first weave
 */
public record RuleChange(int classes, List<String> problems, List<String> different) {
  /** Copies the lists. */
  public RuleChange {
    problems = List.copyOf(problems);
    different = List.copyOf(different);
  }
}
