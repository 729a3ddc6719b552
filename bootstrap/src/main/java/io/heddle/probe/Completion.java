package io.heddle.probe;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Ends something once, when the stage that its method returned completes. */
final class Completion implements BiConsumer<@Nullable Object, @Nullable Throwable> {
  private final End end;
  private final AtomicBoolean done = new AtomicBoolean();

  /** What has an end. */
  interface End {
    /** It came to this value, or failed. */
    void with(@Nullable Object value, @Nullable Throwable thrown);
  }

  Completion(End end) {
    this.end = end;
  }

  /** False if the stage does not take dependents: what it is about then ends with its method. */
  boolean follow(CompletionStage<?> stage) {
    try {
      stage.whenComplete(this);
      return true;
    } catch (Throwable e) {
      Door.swallowed(e);
      // it may have completed before it threw
      return !done.compareAndSet(false, true);
    }
  }

  @Override
  public void accept(@Nullable Object value, @Nullable Throwable thrown) {
    if (!done.compareAndSet(false, true)) {
      return;
    }
    try {
      end.with(value, thrown);
    } catch (Throwable e) {
      Door.swallowed(e);
    }
  }
}
