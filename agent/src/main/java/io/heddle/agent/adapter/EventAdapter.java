package io.heddle.agent.adapter;

import io.heddle.probe.Adapter;
import org.jspecify.annotations.Nullable;

/** An adapter for a call that is an event: all is known when it begins, and its end is ignored. */
public final class EventAdapter implements Adapter {
  /** The action that handles a call. */
  public interface Handler {
    /** Handles a call that begins. */
    void handle(BoundCall call) throws Throwable;
  }

  private final RuleBindings bindings;
  private final Handler handler;

  /** Creates an adapter that runs an action for each call. */
  public EventAdapter(RuleBindings bindings, Handler handler) {
    this.bindings = bindings;
    this.handler = handler;
  }

  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
      throws Throwable {
    handler.handle(bindings.call(self, arguments, null, null));
    return null;
  }

  @Override
  public boolean keepsCall() {
    return false;
  }
}
