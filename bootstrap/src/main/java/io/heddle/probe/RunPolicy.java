package io.heddle.probe;

import io.heddle.probe.value.Condition;
import io.heddle.probe.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What only a pack says of its runs. Immutable.
 *
 * @param when the run counts only if all of them hold at its end; empty: it counts
 * @param returned what results mean; the first that fits decides
 * @param ties to find the run that a call on another thread is part of; null: none is looked for
 * @param known what a run is known by in {@code ties}
 * @param part what a call that is part of a run was given of it
 * @param guards indexes of further guards, besides that of the rule, that a run is outermost of
 */
public record RunPolicy(
    List<Condition> when,
    List<ResultMapping> returned,
    @Nullable RunLinks ties,
    List<Value> known,
    List<Value> part,
    List<Integer> guards) {
  /** Of a rule that says nothing of the kind. */
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

  /** True if the end of a run asks for the receiver or an argument because of these. */
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

  /** True if a call within another one has something to leave behind. */
  boolean hasParts() {
    return !known.isEmpty() || !guards.isEmpty();
  }
}
