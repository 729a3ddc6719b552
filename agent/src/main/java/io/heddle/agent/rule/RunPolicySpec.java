package io.heddle.agent.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which calls of a pack's rule are runs of their own, and what their results mean. Immutable.
 *
 * @param returned what results mean; the first that fits decides
 * @param link how calls on other threads are known to be part of a run; null: they are not
 * @param guards names of further guards that a run is outermost of
 */
public record RunPolicySpec(
    List<ResultSpec> returned, @Nullable LinkSpec link, List<String> guards) {
  /** Of a rule that says nothing of the kind. */
  public static final RunPolicySpec NONE = new RunPolicySpec(List.of(), null, List.of());

  /** Copies the lists. */
  public RunPolicySpec {
    returned = List.copyOf(returned);
    guards = List.copyOf(guards);
  }

  /**
   * True if nothing is said. Not by {@code equals}: the JDK's caches for records keep the class
   * that was compared last, and with it the loader that an agent which leaves has to let go of.
   */
  public boolean isNone() {
    return returned.isEmpty() && link == null && guards.isEmpty();
  }
}
