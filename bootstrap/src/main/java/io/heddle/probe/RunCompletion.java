package io.heddle.probe;

import io.heddle.probe.async.ResultListener;
import io.heddle.registry.ActiveCall;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Registry;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Outcome;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Ends a call once, when the result that its method returned is there. */
public final class RunCompletion implements ResultListener {
  private final ActiveCall call;
  private final ResultListener end;
  private final AtomicBoolean done = new AtomicBoolean();

  /**
   * Creates a completion.
   *
   * @param call goes on until then
   */
  public RunCompletion(ActiveCall call, ResultListener end) {
    this.call = call;
    this.end = end;
  }

  /** Returns true until the end was reported. */
  public boolean isOpen() {
    return !done.get();
  }

  /**
   * Returns a listener that refers to this one weakly. For holders that must not keep what the end
   * needs of the call: that may refer to the object that brings the result, which would never be
   * gone then.
   */
  public ResultListener weakly() {
    return new Held(new WeakReference<>(this), call);
  }

  private record Held(WeakReference<RunCompletion> completion, ActiveCall call)
      implements ResultListener {
    @Override
    public void with(@Nullable Object value, @Nullable Throwable thrown) {
      RunCompletion there = completion.get();
      if (there != null) {
        there.with(value, thrown);
      } else if (call instanceof InFlightRun run) {
        cancel(run);
      }
    }

    /** Ends the run as canceled: what its end needs of the call is gone. */
    private static void cancel(InFlightRun run) {
      long nanos = System.nanoTime() - run.startNanos();
      run.end(null, nanos, Outcome.CANCELED, Outcome.CANCELED.label());
      Registry registry = ProbeBridge.registry();
      if (registry != null) {
        registry.close(run);
      }
    }
  }

  /** Returns true if this result may be completed later. */
  static boolean isLater(@Nullable Object returned) {
    return returned instanceof CompletionStage || returned instanceof Future;
  }

  /**
   * Follows a result. Returns false if its completion cannot be observed: the call then ends with
   * its method.
   *
   * @param keepsCall true if the end needs receiver or arguments: the stage keeps them then
   */
  boolean follow(Object result, boolean keepsCall) {
    try {
      if (keepsCall && result instanceof CompletionStage<?> stage) {
        boolean follows = chain(stage);
        return FutureTracker.follow(result, weakly()) || follows;
      }
      return FutureTracker.follow(result, this)
          || (result instanceof CompletionStage<?> stage && chain(stage));
    } catch (StackOverflowError e) {
      throw e; // the caller ends the call without one
    } catch (Throwable e) {
      ProbeBridge.swallowed(e);
      // it may have completed before it threw
      return !done.compareAndSet(false, true);
    }
  }

  /** Follows a stage by its own methods alone, which call its dependents in any order. */
  private boolean chain(CompletionStage<?> stage) {
    Chained chained = new Chained(this);
    // as long as anything can complete the stage, something refers to what is chained to it
    FutureTracker.watch(chained, weakly());
    boolean follows = false;
    try {
      stage.whenComplete(chained);
      follows = true;
      return true;
    } finally {
      if (!follows) {
        FutureTracker.forget(chained);
      }
    }
  }

  /** The callback that is chained to a stage. */
  private record Chained(RunCompletion completion)
      implements BiConsumer<@Nullable Object, @Nullable Throwable> {
    @Override
    public void accept(@Nullable Object value, @Nullable Throwable thrown) {
      completion.with(value, thrown);
      FutureTracker.forget(this);
    }
  }

  @Override
  public void with(@Nullable Object value, @Nullable Throwable thrown) {
    if (!done.compareAndSet(false, true)) {
      return;
    }
    try {
      end.with(value, thrown);
    } catch (StackOverflowError e) {
      // no calls: there is no stack left for one
      call.aborted = true;
      if (call instanceof InFlightRun run) {
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
      ProbeBridge.swallowed(e);
    }
  }
}
