package io.heddle.probe;

import io.heddle.probe.outcome.RunFailure;
import io.heddle.probe.value.Condition;
import io.heddle.registry.family.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A mapping from results of a library to an outcome.
 *
 * @param when what must hold; null: nothing, every result means this
 * @param outcome how such a run ended; no success
 * @param errorType the kind; null: that of the outcome
 */
public record ResultMapping(@Nullable Condition when, Outcome outcome, @Nullable String errorType) {
  boolean readsCall() {
    return when != null && when.readsCall();
  }

  RunFailure ending() {
    if (errorType != null) {
      return new RunFailure(outcome, errorType);
    }
    return new RunFailure(
        outcome, outcome == Outcome.FAILURE ? OutcomeClassifier.BAD_RESULT : outcome.label());
  }
}
