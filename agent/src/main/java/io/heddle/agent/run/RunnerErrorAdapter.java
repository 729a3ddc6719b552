package io.heddle.agent.run;

import io.heddle.agent.run.task.RunnerErrors;
import io.heddle.probe.Facts;
import org.jspecify.annotations.Nullable;

/** A method that sets up or tears down a runner: when it does not end well, that is an error. */
final class RunnerErrorAdapter extends FactsAdapter {
  private static final String KIND = "runner_error";

  private final RunnerErrors errors;
  private final @Nullable FactsAdapter besides;
  private final Runner runner;

  /** Says of a call, when it begins, whose error it would be. */
  interface Runner {
    String of(Facts.Heard heard) throws Throwable;
  }

  private record Begun(String runner, @Nullable Object state) {}

  /**
   * @param besides what else the rule makes of the method; null: nothing
   */
  RunnerErrorAdapter(
      Facts facts, RunnerErrors errors, @Nullable FactsAdapter besides, Runner runner) {
    super(facts);
    this.errors = errors;
    this.besides = besides;
    this.runner = runner;
  }

  /** True if the rule says that its method is one. */
  static boolean isFor(Facts facts) {
    return facts.constant(KIND) != null;
  }

  @Override
  Object begins(Facts.Heard heard) throws Throwable {
    String whose = runner.of(heard);
    return new Begun(whose, besides == null ? null : besides.begins(heard));
  }

  @Override
  void ends(@Nullable Object state, Facts.Heard heard) throws Throwable {
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
  boolean endsLater(@Nullable Object state) {
    boolean later =
        besides != null && state instanceof Begun begun && besides.endsLater(begun.state());
    return besides == null || later;
  }
}
