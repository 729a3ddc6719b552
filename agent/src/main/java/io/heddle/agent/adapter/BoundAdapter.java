package io.heddle.agent.adapter;

import io.heddle.probe.Adapter;
import io.heddle.probe.value.Value;
import org.jspecify.annotations.Nullable;

/** An adapter that gets bound values instead of arguments. Subclasses override what they need. */
public abstract class BoundAdapter implements Adapter {
  private final RuleBindings bindings;
  private final boolean readsCall;

  /**
   * Creates an adapter with the bindings of its rule.
   *
   * @param values read by the adapter besides those that are bound by name; null: absent
   */
  protected BoundAdapter(RuleBindings bindings, @Nullable Value... values) {
    this.bindings = bindings;
    boolean reads = bindings.readsCall();
    for (Value value : values) {
      reads |= value != null && value.readsCall();
    }
    this.readsCall = reads;
  }

  /**
   * Handles the beginning of a call.
   *
   * @return the state that {@link #ends} of the same call gets, or null
   */
  public @Nullable Object begins(BoundCall call) throws Throwable {
    return null;
  }

  /** Handles the end of a call, which returns or throws; {@code state} is from {@link #begins}. */
  public void ends(@Nullable Object state, BoundCall call) throws Throwable {}

  /**
   * Returns whether {@link #ends} is to be called only when a stage that the method returned
   * completes. Called on the thread of the method.
   */
  public boolean endsLater(@Nullable Object state) {
    return false;
  }

  /** Returns the bindings of the rule. */
  public final RuleBindings bindings() {
    return bindings;
  }

  @Override
  public final @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
      throws Throwable {
    return begins(bindings.call(self, arguments, null, null));
  }

  @Override
  public final void exit(
      @Nullable Object state,
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object returned,
      @Nullable Throwable thrown)
      throws Throwable {
    ends(state, bindings.call(self, arguments, returned, thrown));
  }

  @Override
  public boolean keepsCall() {
    return readsCall;
  }

  @Override
  public final boolean awaits(@Nullable Object state) {
    return endsLater(state);
  }
}
