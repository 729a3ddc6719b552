package io.heddle.agent.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The guard of a rule that counts only outermost calls. Immutable.
 *
 * @param guard name of the guard that rules share; null: the rule is a guard of its own
 * @param others names of further guards that a run holds: no call within it counts for them
 */
public record OutermostSpec(@Nullable String guard, List<String> others) {
  /** Copies the list. */
  public OutermostSpec {
    others = List.copyOf(others);
  }
}
