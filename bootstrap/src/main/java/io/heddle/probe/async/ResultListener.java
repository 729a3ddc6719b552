package io.heddle.probe.async;

import org.jspecify.annotations.Nullable;

/** The end of what goes on until a result is there. */
public interface ResultListener {
  /** It came to this value, or failed. Whoever comes second is ignored. */
  void with(@Nullable Object value, @Nullable Throwable thrown);
}
