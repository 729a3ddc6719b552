package io.heddle.probe.reactive;

import org.jspecify.annotations.Nullable;

/**
 * A listener for the end of a subscription: each method is called at most once, the first ends it.
 */
public interface SubscriptionSignals {
  /** Reports a completion with the only value; null: without one. */
  void succeeded(@Nullable Object value);

  /** Reports a failure. */
  void failed(Throwable thrown);

  /** Reports that the subscriber canceled. */
  void canceled();
}
