package io.heddle.probe.reactive;

import org.jspecify.annotations.Nullable;

/** What becomes of one subscription; each is told at most once, and the first is the end. */
public interface SubscriptionSignals {
  /** It completed with its only value; null: without one. */
  void succeeded(@Nullable Object value);

  /** It failed. */
  void failed(Throwable thrown);

  /** Its subscriber does not want more. */
  void canceled();
}
