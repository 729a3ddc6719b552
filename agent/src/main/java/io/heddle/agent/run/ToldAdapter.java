package io.heddle.agent.run;

import io.heddle.probe.Adapter;
import io.heddle.probe.Facts;
import org.jspecify.annotations.Nullable;

/**
 * An adapter of a call that is a message: it tells all there is to tell when it begins, and what
 * becomes of it does not matter.
 */
final class ToldAdapter implements Adapter {
  /** What a call means. */
  interface Meaning {
    void of(Facts.Heard heard) throws Throwable;
  }

  private final Facts facts;
  private final Meaning meaning;

  ToldAdapter(Facts facts, Meaning meaning) {
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
