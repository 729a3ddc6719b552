package io.heddle.probe;

import io.heddle.registry.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What an exception of a library means.
 *
 * @param type the exception's class, or one that it extends
 * @param when what else must hold; null: nothing
 * @param outcome how such a run ended
 * @param errorType the kind; null: that of the outcome, or for a failure what {@link Ending} says
 */
public record ThrownCase(
    String type, @Nullable Condition when, Outcome outcome, @Nullable String errorType) {
  // by name: the class may be there once for each loader
  boolean isOf(Throwable thrown) {
    for (Class<?> c = thrown.getClass(); c != null; c = c.getSuperclass()) {
      if (c.getName().equals(type)) {
        return true;
      }
    }
    return false;
  }

  /** True if its condition looks at the receiver or an argument. */
  boolean readsCall() {
    return when != null && when.readsCall();
  }

  /** Null for a success. */
  @Nullable Ending ending(Throwable thrown) {
    if (outcome == Outcome.SUCCESS) {
      return null;
    }
    if (errorType != null) {
      return new Ending(outcome, errorType);
    }
    return outcome == Outcome.FAILURE
        ? new Ending(outcome, Ending.of(thrown).errorType())
        : new Ending(outcome, outcome.label());
  }
}
