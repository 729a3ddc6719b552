package io.heddle.agent.adapter;

import io.heddle.probe.Adapter;
import org.jspecify.annotations.Nullable;

/** An adapter that gets bound values instead of arguments. Subclasses override what they need. */
public abstract class BoundAdapter implements Adapter {
  private final RuleBindings facts;

  /** Creates an adapter with the bindings of its rule. */
  public BoundAdapter(RuleBindings facts) {
    this.facts = facts;
  }

  /**
   * Handles the beginning of a call.
   *
   * @return the state that {@link #ends} of the same call gets, or null
   */
  public @Nullable Object begins(RuleBindings.Heard heard) throws Throwable {
    return null;
  }

  /** Handles the end of a call, which returns or throws; {@code state} is from {@link #begins}. */
  public void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {}

  /**
   * Returns whether {@link #ends} is to be called only when a stage that the method returned
   * completes. Called on the thread of the method.
   */
  public boolean endsLater(@Nullable Object state) {
    return false;
  }

  /** Returns the bindings of the rule. */
  public final RuleBindings facts() {
    return facts;
  }

  @Override
  public final @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
      throws Throwable {
    return begins(facts.of(self, arguments, null, null));
  }

  @Override
  public final void exit(
      @Nullable Object state,
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object returned,
      @Nullable Throwable thrown)
      throws Throwable {
    ends(state, facts.of(self, arguments, returned, thrown));
  }

  @Override
  public final boolean keepsCall() {
    return facts.readsCall();
  }

  @Override
  public final boolean awaits(@Nullable Object state) {
    return endsLater(state);
  }
}
