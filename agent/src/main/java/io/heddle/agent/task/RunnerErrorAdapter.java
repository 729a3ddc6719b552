package io.heddle.agent.task;

import io.heddle.agent.adapter.BoundAdapter;
import io.heddle.agent.adapter.RuleBindings;
import org.jspecify.annotations.Nullable;

/** Counts a runner error when a method that sets up or tears down a runner fails. */
public final class RunnerErrorAdapter extends BoundAdapter {
  private static final String KIND = "runner_error";

  private final RunnerErrors errors;
  private final @Nullable BoundAdapter delegate;
  private final Runner runner;

  /** Finds the runner that an error of a call would belong to. */
  public interface Runner {
    /** Returns the runner, a label value, of a call that begins. */
    String of(RuleBindings.Heard heard) throws Throwable;
  }

  private record OpenCall(String runner, @Nullable Object state) {}

  /**
   * @param delegate another adapter for the same calls; null: none
   */
  public RunnerErrorAdapter(
      RuleBindings facts, RunnerErrors errors, @Nullable BoundAdapter delegate, Runner runner) {
    super(facts);
    this.errors = errors;
    this.delegate = delegate;
    this.runner = runner;
  }

  /** Returns true if the rule names a runner error for its method. */
  public static boolean isFor(RuleBindings facts) {
    return facts.constant(KIND) != null;
  }

  @Override
  public Object begins(RuleBindings.Heard heard) throws Throwable {
    String name = runner.of(heard);
    return new OpenCall(name, delegate == null ? null : delegate.begins(heard));
  }

  @Override
  public void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {
    if (!(state instanceof OpenCall call)) {
      return;
    }
    String kind = facts().constant(KIND);
    if (kind != null && heard.ending() != null) {
      errors.seen(call.runner(), kind);
    }
    if (delegate != null) {
      delegate.ends(call.state(), heard);
    }
  }

  @Override
  public boolean endsLater(@Nullable Object state) {
    boolean later =
        delegate != null && state instanceof OpenCall call && delegate.endsLater(call.state());
    return delegate == null || later;
  }
}
