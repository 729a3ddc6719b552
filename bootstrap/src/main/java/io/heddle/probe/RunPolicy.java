package io.heddle.probe;

import io.heddle.probe.value.Condition;
import io.heddle.probe.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a rule that only a pack has: which calls are runs, what results mean, and which
 * calls on other threads are part of a run. Immutable.
 *
 * @param when the run counts only if all of them hold at its end; empty: it counts
 * @param returned meanings of results; the first that fits decides
 * @param ties the links that find the run that a call on another thread is part of; null: none is
 *     looked for
 * @param known values that identify a run in {@code ties}
 * @param part values of a call that identify the run that it is part of
 * @param guards indexes of further guards, besides that of the rule, that a run is outermost of
 */
public record RunPolicy(
    List<Condition> when,
    List<ResultMapping> returned,
    @Nullable RunLinks ties,
    List<Value> known,
    List<Value> part,
    List<Integer> guards) {
  /** The policy of a rule that has none of these settings. */
  public static final RunPolicy NONE =
      new RunPolicy(List.of(), List.of(), null, List.of(), List.of(), List.of());

  /** Copies the lists. */
  public RunPolicy {
    when = List.copyOf(when);
    returned = List.copyOf(returned);
    known = List.copyOf(known);
    part = List.copyOf(part);
    guards = List.copyOf(guards);
  }

  /**
   * Returns true if the end of a run asks for the receiver or an argument because of this policy.
   */
  boolean readsCall() {
    for (Condition condition : when) {
      if (condition.readsCall()) {
        return true;
      }
    }
    for (ResultMapping one : returned) {
      if (one.readsCall()) {
        return true;
      }
    }
    return false;
  }

  /** Returns true if a call within a run links objects to that run or holds further guards. */
  boolean hasParts() {
    return !known.isEmpty() || !guards.isEmpty();
  }
}
