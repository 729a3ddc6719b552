package io.heddle.agent.adapter;

import io.heddle.probe.Adapter;
import org.jspecify.annotations.Nullable;

/** An adapter for a call that is an event: all is known when it begins, and its end is ignored. */
public final class EventAdapter implements Adapter {
  /** The action that handles a call. */
  public interface Meaning {
    /** Handles a call that begins. */
    void of(RuleBindings.Heard heard) throws Throwable;
  }

  private final RuleBindings facts;
  private final Meaning meaning;

  /** Creates an adapter that runs an action for each call. */
  public EventAdapter(RuleBindings facts, Meaning meaning) {
    this.facts = facts;
    this.meaning = meaning;
  }

  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
      throws Throwable {
    meaning.of(facts.of(self, arguments, null, null));
    return null;
  }

  @Override
  public boolean keepsCall() {
    return false;
  }
}
