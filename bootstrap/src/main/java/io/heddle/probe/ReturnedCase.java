package io.heddle.probe;

import io.heddle.registry.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a result of a library means.
 *
 * @param when what must hold; null: nothing, every result means this
 * @param outcome how such a run ended; no success
 * @param errorType the kind; null: that of the outcome
 */
public record ReturnedCase(@Nullable Condition when, Outcome outcome, @Nullable String errorType) {
  boolean readsCall() {
    return when != null && when.readsCall();
  }

  Ending ending() {
    if (errorType != null) {
      return new Ending(outcome, errorType);
    }
    return new Ending(outcome, outcome == Outcome.FAILURE ? Judge.BAD_RESULT : outcome.label());
  }
}
