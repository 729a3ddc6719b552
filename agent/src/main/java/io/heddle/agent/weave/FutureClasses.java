package io.heddle.agent.weave;

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
 * The classes of the JDK whose methods tell when a future has its result: woven as soon as a rule's
 * method may return one, and not before. All other ways to complete lead through these methods, on
 * 17 and on 25.
 */
final class FutureClasses {
  /** Where a future gets its result; a dependent one gets it in no other method of its own. */
  private static final String COMPLETED = "future-completed";

  /** Where those are woken that wait for a future, which has its result. */
  private static final String COMPLETES = "future-completes";

  private static final String STAGE = "java.util.concurrent.CompletableFuture";
  private static final String TASK = "java.util.concurrent.FutureTask";
  private static final String FORK = "java.util.concurrent.ForkJoinTask";

  private static final List<String> ALL = List.of(STAGE, TASK, FORK);

  private FutureClasses() {}

  /** Those that are stages, or all. */
  static List<String> names(boolean tasks) {
    return tasks ? ALL : List.of(STAGE);
  }

  /** The rules that weave one of them. */
  static List<RuleSpec> rules(String name) {
    return switch (name) {
      case STAGE ->
          List.of(
              rule(name, "internalComplete", COMPLETED),
              rule(name, "completeNull", COMPLETED),
              rule(name, "completeValue", COMPLETED),
              rule(name, "completeThrowable", COMPLETED),
              rule(name, "completeRelay", COMPLETED),
              rule(name, "obtrudeValue", COMPLETED),
              rule(name, "obtrudeException", COMPLETED));
      case TASK -> List.of(rule(name, "finishCompletion", COMPLETES));
      default ->
          List.of(rule(name, "signalWaiters", COMPLETES), rule(name, "trySetThrown", COMPLETED));
    };
  }

  private static RuleSpec rule(String type, String method, String adapter) {
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

  /** The advice of one of these rules; null for any other rule. */
  static @Nullable AdviceKind advice(RuleSpec rule) {
    String adapter = rule.pack().adapter();
    if (COMPLETED.equals(adapter)) {
      return AdviceKind.COMPLETED;
    }
    return COMPLETES.equals(adapter) ? AdviceKind.COMPLETES : null;
  }

  /** True if a rule means one of these classes: what it weaves must then be woven with these. */
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
