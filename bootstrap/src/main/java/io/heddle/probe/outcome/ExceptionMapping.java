package io.heddle.probe.outcome;

import io.heddle.probe.value.Condition;
import io.heddle.registry.family.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A mapping from exceptions of a library to an outcome.
 *
 * @param type the exception's class, or one that it extends
 * @param when what else must hold; null: nothing
 * @param outcome how such a run ended
 * @param errorType the kind; null: that of the outcome, or for a failure what {@link RunFailure}
 *     says
 */
public record ExceptionMapping(
    String type, @Nullable Condition when, Outcome outcome, @Nullable String errorType) {
  /** Returns true if an exception is of this type, by name: each loader may have its own class. */
  public boolean isOf(Throwable thrown) {
    for (Class<?> c = thrown.getClass(); c != null; c = c.getSuperclass()) {
      if (c.getName().equals(type)) {
        return true;
      }
    }
    return false;
  }

  /** Returns true if its condition looks at the receiver or an argument. */
  public boolean readsCall() {
    return when != null && when.readsCall();
  }

  /** Returns the failure of a run that ended with this exception; null for a success. */
  public @Nullable RunFailure ending(Throwable thrown) {
    if (outcome == Outcome.SUCCESS) {
      return null;
    }
    if (errorType != null) {
      return new RunFailure(outcome, errorType);
    }
    return outcome == Outcome.FAILURE
        ? new RunFailure(outcome, RunFailure.of(thrown).errorType())
        : new RunFailure(outcome, outcome.label());
  }
}
