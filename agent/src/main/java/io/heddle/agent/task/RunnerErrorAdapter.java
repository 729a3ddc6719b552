package io.heddle.agent.task;

import io.heddle.agent.adapter.BoundAdapter;
import io.heddle.agent.adapter.RuleBindings;
import org.jspecify.annotations.Nullable;

/** Counts a runner error when a method that sets up or tears down a runner fails. */
public final class RunnerErrorAdapter extends BoundAdapter {
  private static final String KIND = "runner_error";

  private final RunnerErrors errors;
  private final @Nullable BoundAdapter besides;
  private final Runner runner;

  /** Finds the runner that an error of a call would belong to. */
  public interface Runner {
    /** Returns the runner, a label value, of a call that begins. */
    String of(RuleBindings.Heard heard) throws Throwable;
  }

  private record Begun(String runner, @Nullable Object state) {}

  /**
   * @param besides another adapter for the same calls; null: none
   */
  public RunnerErrorAdapter(
      RuleBindings facts, RunnerErrors errors, @Nullable BoundAdapter besides, Runner runner) {
    super(facts);
    this.errors = errors;
    this.besides = besides;
    this.runner = runner;
  }

  /** Returns true if the rule names a runner error for its method. */
  public static boolean isFor(RuleBindings facts) {
    return facts.constant(KIND) != null;
  }

  @Override
  public Object begins(RuleBindings.Heard heard) throws Throwable {
    String whose = runner.of(heard);
    return new Begun(whose, besides == null ? null : besides.begins(heard));
  }

  @Override
  public void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {
    if (!(state instanceof Begun begun)) {
      return;
    }
    String kind = facts().constant(KIND);
    if (kind != null && heard.ending() != null) {
      errors.seen(begun.runner(), kind);
    }
    if (besides != null) {
      besides.ends(begun.state(), heard);
    }
  }

  @Override
  public boolean endsLater(@Nullable Object state) {
    boolean later =
        besides != null && state instanceof Begun begun && besides.endsLater(begun.state());
    return besides == null || later;
  }
}
