package io.heddle.agent.adapter;

import io.heddle.probe.Adapter;
import org.jspecify.annotations.Nullable;

/** An adapter that is told facts instead of arguments. Implements the side that is of interest. */
public abstract class BoundAdapter implements Adapter {
  private final RuleBindings facts;

  public BoundAdapter(RuleBindings facts) {
    this.facts = facts;
  }

  /**
   * The call begins.
   *
   * @return what {@link #ends} of the same call wants, or null
   */
  public @Nullable Object begins(RuleBindings.Heard heard) throws Throwable {
    return null;
  }

  /** The call that {@link #begins} heard of returns or throws. */
  public void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {}

  /**
   * The method returns a stage that completes later, on its own thread.
   *
   * @return true: {@link #ends} is wanted when it completes
   */
  public boolean endsLater(@Nullable Object state) {
    return false;
  }

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
