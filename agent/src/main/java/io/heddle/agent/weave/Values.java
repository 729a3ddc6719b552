package io.heddle.agent.weave;

import io.heddle.agent.config.ConditionSpec;
import io.heddle.agent.config.Literal;
import io.heddle.agent.config.OutcomeSpec;
import io.heddle.agent.config.ValueSpec;
import io.heddle.probe.Condition;
import io.heddle.probe.Value;
import io.heddle.registry.Outcome;
import java.util.EnumMap;
import java.util.Map;

/** Turns what a rule says into what a probe reads. */
final class Values {
  private Values() {}

  /** A value in a method; the class and the method are constants there. */
  static Value of(ValueSpec spec, String className, String methodName) {
    return switch (spec.root()) {
      case CONSTANT -> Value.constant(spec.text());
      case CLASS -> Value.constant(className);
      case METHOD -> Value.constant(methodName);
      case ARGUMENT -> Value.path(Value.Root.ARGUMENT, spec.argument() - 1, spec.steps());
      case THIS -> Value.path(Value.Root.THIS, -1, spec.steps());
      case RETURN -> Value.path(Value.Root.RETURN, -1, spec.steps());
      case THROWN -> Value.path(Value.Root.THROWN, -1, spec.steps());
    };
  }

  static Map<Outcome, Condition> conditions(OutcomeSpec spec) {
    Map<Outcome, Condition> conditions = new EnumMap<>(Outcome.class);
    for (Map.Entry<Outcome, ConditionSpec> entry : spec.conditions().entrySet()) {
      conditions.put(entry.getKey(), condition(entry.getValue()));
    }
    return conditions;
  }

  private static Condition condition(ConditionSpec spec) {
    Value value = of(spec.value(), "", "");
    if (spec.op() == ConditionSpec.Op.TRUE) {
      return Condition.isTrue(value);
    }
    Literal literal = spec.literal();
    return Condition.compare(
        value, spec.op() == ConditionSpec.Op.NOT_EQUALS, literal == null ? null : literal.value());
  }
}
