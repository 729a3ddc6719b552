package io.heddle.agent.weave;

import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.OutcomeSpec;
import io.heddle.agent.rule.PackRule;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.advice.AdviceKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the JDK whose methods show when a future has its result. They are woven as soon as
 * a rule's method may return a future, and not before. All other ways to complete lead through
 * these methods, on Java 17 and on 25.
 */
final class FutureClasses {
  private static final String STAGE = "java.util.concurrent.CompletableFuture";
  private static final String TASK = "java.util.concurrent.FutureTask";
  private static final String FORK = "java.util.concurrent.ForkJoinTask";

  private static final List<String> ALL = List.of(STAGE, TASK, FORK);

  private FutureClasses() {}

  /** Returns the names of the classes that are stages, or of all. */
  static List<String> names(boolean tasks) {
    return tasks ? ALL : List.of(STAGE);
  }

  /** Returns the rules that weave one of these classes. */
  static List<RuleSpec> rules(String name) {
    return switch (name) {
      case STAGE ->
          List.of(
              rule(name, "internalComplete", AdapterEvent.FUTURE_RESULT),
              rule(name, "completeNull", AdapterEvent.FUTURE_RESULT),
              rule(name, "completeValue", AdapterEvent.FUTURE_RESULT),
              rule(name, "completeThrowable", AdapterEvent.FUTURE_RESULT),
              rule(name, "completeRelay", AdapterEvent.FUTURE_RESULT),
              rule(name, "obtrudeValue", AdapterEvent.FUTURE_RESULT),
              rule(name, "obtrudeException", AdapterEvent.FUTURE_RESULT));
      case TASK -> List.of(rule(name, "finishCompletion", AdapterEvent.FUTURE_WAKE));
      default ->
          List.of(
              rule(name, "signalWaiters", AdapterEvent.FUTURE_WAKE),
              rule(name, "trySetThrown", AdapterEvent.FUTURE_RESULT));
    };
  }

  private static RuleSpec rule(String type, String method, AdapterEvent adapter) {
    PackRule told = PackRule.told(adapter, Map.of());
    return new RuleSpec(
        type + "." + method,
        TypePattern.parse(type),
        false,
        null,
        MethodPattern.parse(method),
        List.of(),
        false,
        "call",
        Map.of(),
        OutcomeSpec.NONE,
        null,
        told);
  }

  /** Returns the advice of one of these rules, or null for any other rule. */
  static @Nullable AdviceKind advice(RuleSpec rule) {
    AdapterEvent adapter = rule.pack().adapter();
    if (adapter == AdapterEvent.FUTURE_RESULT) {
      return AdviceKind.COMPLETED;
    }
    return adapter == AdapterEvent.FUTURE_WAKE ? AdviceKind.COMPLETES : null;
  }

  /** Returns true if a rule may mean one of these classes: then all must be woven at once. */
  static boolean concern(RuleSpec rule) {
    TypePattern type = rule.type();
    if (type == null) {
      return false;
    }
    boolean ofJdk = rule.subtypes() && type.prefix().startsWith("java.");
    for (String name : ALL) {
      if (ofJdk || type.matches(name)) {
        return true;
      }
    }
    return false;
  }
}
