package io.heddle.agent.rule;

import io.heddle.registry.family.Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Conditions and exceptions that decide the outcome of a call. Immutable.
 *
 * @param conditions by outcome, iterated in the order in which they are tried: timeout, canceled,
 *     failure, success; empty if only exceptions count
 * @param thrown meanings of exceptions; the first that fits decides. In rules of packs only
 */
public record OutcomeSpec(Map<Outcome, ConditionSpec> conditions, List<ExceptionSpec> thrown) {
  /** The order in which conditions are tried. */
  public static final List<Outcome> ORDER =
      List.of(Outcome.TIMEOUT, Outcome.CANCELED, Outcome.FAILURE, Outcome.SUCCESS);

  /** The specification without conditions: every exception is a failure. */
  public static final OutcomeSpec NONE = new OutcomeSpec(Map.of(), List.of());

  /** Copies both, the conditions sorted into the order in which they are tried. */
  public OutcomeSpec {
    Map<Outcome, ConditionSpec> ordered = new LinkedHashMap<>();
    for (Outcome outcome : ORDER) {
      ConditionSpec condition = conditions.get(outcome);
      if (condition != null) {
        ordered.put(outcome, condition);
      }
    }
    conditions = Collections.unmodifiableMap(ordered);
    thrown = List.copyOf(thrown);
  }

  /** Returns true if only exceptions count, each as a failure. */
  public boolean isPlain() {
    return conditions.isEmpty() && thrown.isEmpty();
  }

  /** Returns true if a condition asks for the receiver or an argument. */
  public boolean readsCall() {
    for (ConditionSpec condition : conditions.values()) {
      if (condition.value().readsCall()) {
        return true;
      }
    }
    for (ExceptionSpec one : thrown) {
      ConditionSpec when = one.when();
      if (when != null && when.value().readsCall()) {
        return true;
      }
    }
    return false;
  }
}
