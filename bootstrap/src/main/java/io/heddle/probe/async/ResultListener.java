package io.heddle.probe.async;

import org.jspecify.annotations.Nullable;

/** A listener for the end of a call that goes on until its result is there. */
public interface ResultListener {
  /** Reports this value, or a failure. All but the first report are ignored. */
  void with(@Nullable Object value, @Nullable Throwable thrown);
}
