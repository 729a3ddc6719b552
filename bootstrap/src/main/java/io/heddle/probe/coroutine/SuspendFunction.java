package io.heddle.probe.coroutine;

import io.heddle.probe.Adapter;
import io.heddle.probe.value.PropertyStep;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes new calls of one suspend function from resumed ones. The adapter of a probe, so
 * that a detach releases it.
 */
public final class SuspendFunction implements Adapter {
  private final SuspendedCalls suspensions;
  private final @Nullable String ownContinuation;
  private final PropertyStep label;

  /**
   * Creates the adapter of one suspend function.
   *
   * @param suspensions where its calls wait for their end
   * @param ownContinuation class of the state machine that calls the function again at each resume;
   *     null: it has none
   * @param label the field of that class whose sign tells that it does
   */
  public SuspendFunction(
      SuspendedCalls suspensions, @Nullable String ownContinuation, String label) {
    this.suspensions = suspensions;
    this.ownContinuation = ownContinuation;
    this.label = new PropertyStep(label);
  }

  SuspendedCalls suspensions() {
    return suspensions;
  }

  /**
   * Returns true if a call with this continuation goes on with one that began before. The test is
   * the compiler's own: a recursive call has a continuation of the same class, but not the sign.
   */
  boolean isResumedBy(Object continuation) throws Throwable {
    return ownContinuation != null
        && continuation.getClass().getName().equals(ownContinuation)
        && label.read(continuation) instanceof Integer state
        && state < 0;
  }
}
