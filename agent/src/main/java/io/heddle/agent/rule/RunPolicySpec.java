package io.heddle.agent.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a pack's rule: which calls are runs, and what results mean. Immutable.
 *
 * @param returned meanings of results; the first that fits decides
 * @param link how calls on other threads are found to be part of a run; null: they are not
 * @param guards names of further guards that a run holds: no call within it counts for them
 */
public record RunPolicySpec(
    List<ResultSpec> returned, @Nullable LinkSpec link, List<String> guards) {
  /** The policy of a rule that sets none of these. */
  public static final RunPolicySpec NONE = new RunPolicySpec(List.of(), null, List.of());

  /** Copies the lists. */
  public RunPolicySpec {
    returned = List.copyOf(returned);
    guards = List.copyOf(guards);
  }

  /**
   * Returns true if nothing is set. Not by {@code equals}: the JDK's caches for records keep the
   * class that was compared last, and with it the loader that a leaving agent must release.
   */
  public boolean isNone() {
    return returned.isEmpty() && link == null && guards.isEmpty();
  }
}
