package io.heddle.agent.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which calls of a pack's rule are runs of their own, and what their results mean. Immutable.
 *
 * @param returned what results mean; the first that fits decides
 * @param link how calls on other threads are known to be part of a run; null: they are not
 * @param guards names of further guards that a run is outermost of
 */
public record TermsSpec(List<ReturnedSpec> returned, @Nullable LinkSpec link, List<String> guards) {
  /** Of a rule that says nothing of the kind. */
  public static final TermsSpec NONE = new TermsSpec(List.of(), null, List.of());

  /** Copies the lists. */
  public TermsSpec {
    returned = List.copyOf(returned);
    guards = List.copyOf(guards);
  }
}
