package io.heddle.probe;

import io.heddle.registry.OpenRun;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Ends a run when the stage that its method returned completes. */
final class Completion implements BiConsumer<@Nullable Object, @Nullable Throwable> {
  private final Probe probe;
  private final OpenRun run;
  private final @Nullable Object self;
  private final @Nullable Object[] arguments;
  private final AtomicBoolean done = new AtomicBoolean();

  Completion(Probe probe, OpenRun run, @Nullable Object self, @Nullable Object[] arguments) {
    this.probe = probe;
    this.run = run;
    this.self = self;
    this.arguments = arguments;
  }

  /** False if the stage does not take dependents: the run then ends with its method. */
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
      Runs.finish(probe, run, new Call(self, arguments, value, thrown));
    } catch (Throwable e) {
      Door.swallowed(e);
    }
  }
}
