package io.heddle.agent.adapter;

import io.heddle.probe.Adapter;
import org.jspecify.annotations.Nullable;

/**
 * An adapter of a call that is a message: it tells all there is to tell when it begins, and what
 * becomes of it does not matter.
 */
public final class EventAdapter implements Adapter {
  /** What a call means. */
  public interface Meaning {
    void of(RuleBindings.Heard heard) throws Throwable;
  }

  private final RuleBindings facts;
  private final Meaning meaning;

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
