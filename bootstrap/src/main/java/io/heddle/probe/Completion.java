package io.heddle.probe;

import io.heddle.registry.ActiveCall;
import io.heddle.registry.Cells;
import io.heddle.registry.OpenRun;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Ends a call once, when the stage that its method returned completes. */
final class Completion implements BiConsumer<@Nullable Object, @Nullable Throwable> {
  private final ActiveCall call;
  private final End end;
  private final AtomicBoolean done = new AtomicBoolean();

  /** The end of a call. */
  interface End {
    /** The stage came to this value, or failed. */
    void with(@Nullable Object value, @Nullable Throwable thrown);
  }

  /**
   * @param call that goes on until then
   */
  Completion(ActiveCall call, End end) {
    this.call = call;
    this.end = end;
  }

  /** False if the stage does not take dependents: the call then ends with its method. */
  boolean follow(CompletionStage<?> stage) {
    try {
      stage.whenComplete(this);
      return true;
    } catch (StackOverflowError e) {
      throw e; // the caller ends the call without one
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
    } catch (StackOverflowError e) {
      // no calls: there is no stack left for one
      call.aborted = true;
      if (call instanceof OpenRun run) {
        run.kept = null;
        Cells cells = run.cells;
        if (cells != null) {
          run.cells = null;
          try {
            cells.lose();
          } catch (Throwable again) {
            cells.lost++; // not a call: there is no stack left for one
          }
        }
      }
    } catch (Throwable e) {
      Door.swallowed(e);
    }
  }
}
