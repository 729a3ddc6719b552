package io.heddle.agent.weave;

import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.RuleAction.CountRunnerError;
import io.heddle.agent.rule.RuleAction.FeedGauge;
import io.heddle.agent.rule.StageAction;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.probe.Adapter;
import io.heddle.probe.value.Value;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Creates the adapters of rules that are no runs. A function compiles the values of a rule for the
 * method that is woven. Thread-safe.
 */
public interface AdapterSource {
  /** Returns the adapter of an event, or null if there is none. */
  @Nullable Adapter event(AdapterEvent event, RuleBindings bindings);

  /** Returns the adapter that feeds a gauge. */
  Adapter gauge(FeedGauge gauge, RuleBindings bindings, Function<ValueSpec, Value> values);

  /** Returns the adapter of a stage. */
  Adapter stage(StageAction stage, RuleBindings bindings, Function<ValueSpec, Value> values);

  /** Returns the adapter that counts errors of a runner. */
  Adapter runnerError(
      CountRunnerError error, RuleBindings bindings, Function<ValueSpec, Value> values);
}
