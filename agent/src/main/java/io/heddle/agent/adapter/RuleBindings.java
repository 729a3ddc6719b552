package io.heddle.agent.adapter;

import io.heddle.probe.OutcomeClassifier;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbedRule;
import io.heddle.probe.outcome.RunFailure;
import io.heddle.probe.value.Call;
import io.heddle.probe.value.Value;
import io.heddle.registry.Registry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a rule that an adapter needs at each call: the values that {@code with} binds by
 * name, and the conditions for failures. Immutable.
 */
public final class RuleBindings {
  private final String pack;
  private final Map<String, Value> values;
  private final Probe outcomes;

  /**
   * @param pack name of the rule's pack
   * @param rule the rule, whose conditions say how a call ended
   * @param values by the names that the adapter knows; none if the adapter is given its values
   */
  public RuleBindings(String pack, Registry registry, ProbedRule rule, Map<String, Value> values) {
    this.pack = pack;
    this.values = Map.copyOf(values);
    this.outcomes = Probe.adapted(registry, rule, null);
  }

  /** Returns the name of the rule's pack. */
  public String pack() {
    return pack;
  }

  /** Returns true if the value is known only when the call has ended. */
  public boolean isLate(String name) {
    Value value = values.get(name);
    return value != null && value.isLate();
  }

  /** Returns true if a bound value or a condition of the rule reads the receiver or arguments. */
  public boolean readsCall() {
    for (Value value : values.values()) {
      if (value.readsCall()) {
        return true;
      }
    }
    return outcomes.rule().readsCall();
  }

  /** Returns true if the rule binds a value to this name. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Returns one call with its values; its result is null while it goes on. */
  public BoundCall call(
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object returned,
      @Nullable Throwable thrown) {
    return new BoundCall(this, new Call(self, arguments, returned, thrown));
  }

  @Nullable Value value(String name) {
    return values.get(name);
  }

  String label(Value value, Call call) {
    try {
      return value.label(call, outcomes.rule().labelLength());
    } catch (Throwable e) {
      outcomes.failed(e);
      return Value.ERROR;
    }
  }

  @Nullable RunFailure failure(Call call) {
    return OutcomeClassifier.judge(outcomes, call);
  }
}
