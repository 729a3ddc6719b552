package io.heddle.agent.weave.match;

import io.heddle.agent.rule.ConditionSpec;
import io.heddle.agent.rule.ExceptionSpec;
import io.heddle.agent.rule.Literal;
import io.heddle.agent.rule.OutcomeSpec;
import io.heddle.agent.rule.ResultSpec;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.probe.ResultMapping;
import io.heddle.probe.outcome.ExceptionMapping;
import io.heddle.probe.value.Condition;
import io.heddle.probe.value.Value;
import io.heddle.registry.family.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Compiles what a rule says into what a probe reads. */
public final class ValueCompiler {
  private ValueCompiler() {}

  /** Compiles a value in a method; the class and the method are constants there. */
  public static Value of(ValueSpec spec, String className, String methodName) {
    Value value = first(spec, className, methodName);
    ValueSpec otherwise = spec.otherwise();
    return otherwise == null ? value : value.or(of(otherwise, className, methodName));
  }

  private static Value first(ValueSpec spec, String className, String methodName) {
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

  /** Compiles a value that asks for neither class nor method. */
  public static Value of(ValueSpec spec) {
    return of(spec, "", "");
  }

  /** Compiles values by name. */
  public static Map<String, Value> all(
      Map<String, ValueSpec> specs, Function<ValueSpec, Value> compiler) {
    Map<String, Value> values = new HashMap<>();
    for (Map.Entry<String, ValueSpec> spec : specs.entrySet()) {
      values.put(spec.getKey(), compiler.apply(spec.getValue()));
    }
    return values;
  }

  /** Compiles conditions. */
  public static List<Condition> conditions(List<ConditionSpec> specs) {
    List<Condition> conditions = new ArrayList<>();
    for (ConditionSpec spec : specs) {
      conditions.add(condition(spec));
    }
    return conditions;
  }

  static Map<Outcome, Condition> conditions(OutcomeSpec spec) {
    Map<Outcome, Condition> conditions = new EnumMap<>(Outcome.class);
    for (Map.Entry<Outcome, ConditionSpec> entry : spec.conditions().entrySet()) {
      conditions.put(entry.getKey(), condition(entry.getValue()));
    }
    return conditions;
  }

  static List<ExceptionMapping> thrown(List<ExceptionSpec> specs) {
    List<ExceptionMapping> cases = new ArrayList<>();
    for (ExceptionSpec spec : specs) {
      ConditionSpec when = spec.when();
      Condition condition = when == null ? null : condition(when);
      cases.add(new ExceptionMapping(spec.type(), condition, spec.outcome(), spec.errorType()));
    }
    return List.copyOf(cases);
  }

  /** Compiles the mappings of results to outcomes. */
  public static List<ResultMapping> returned(List<ResultSpec> specs) {
    List<ResultMapping> cases = new ArrayList<>();
    for (ResultSpec spec : specs) {
      ConditionSpec when = spec.when();
      Condition condition = when == null ? null : condition(when);
      cases.add(new ResultMapping(condition, spec.outcome(), spec.errorType()));
    }
    return cases;
  }

  /** Compiles values that ask for neither class nor method. */
  public static List<Value> all(List<ValueSpec> specs) {
    List<Value> values = new ArrayList<>();
    for (ValueSpec spec : specs) {
      values.add(of(spec));
    }
    return values;
  }

  private static Condition condition(ConditionSpec spec) {
    Value value = of(spec.value());
    Literal literal = spec.literal();
    Object wanted = literal == null ? null : literal.value();
    return switch (spec.op()) {
      case TRUE -> Condition.isTrue(value);
      case EQUALS -> Condition.compare(value, false, wanted);
      case NOT_EQUALS -> Condition.compare(value, true, wanted);
      case STARTS -> Condition.starts(value, String.valueOf(wanted));
    };
  }
}
