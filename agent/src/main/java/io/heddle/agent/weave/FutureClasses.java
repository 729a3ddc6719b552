package io.heddle.agent.weave;

import io.heddle.agent.rule.RuleAction.TrackFuture;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.rule.pattern.MethodSelector;
import io.heddle.agent.rule.pattern.TypePattern;
import java.util.List;

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
              rule(name, "internalComplete", TrackFuture.Progress.RESULT),
              rule(name, "completeNull", TrackFuture.Progress.RESULT),
              rule(name, "completeValue", TrackFuture.Progress.RESULT),
              rule(name, "completeThrowable", TrackFuture.Progress.RESULT),
              rule(name, "completeRelay", TrackFuture.Progress.RESULT),
              rule(name, "obtrudeValue", TrackFuture.Progress.RESULT),
              rule(name, "obtrudeException", TrackFuture.Progress.RESULT));
      case TASK -> List.of(rule(name, "finishCompletion", TrackFuture.Progress.WAKE));
      default ->
          List.of(
              rule(name, "signalWaiters", TrackFuture.Progress.WAKE),
              rule(name, "trySetThrown", TrackFuture.Progress.RESULT));
    };
  }

  private static RuleSpec rule(String type, String method, TrackFuture.Progress progress) {
    return new RuleSpec(
        type + "." + method,
        MethodSelector.of(TypePattern.parse(type), MethodPattern.parse(method)),
        new TrackFuture(progress));
  }

  /** Returns true if a rule may mean one of these classes: then all must be woven at once. */
  static boolean concern(RuleSpec rule) {
    TypePattern type = rule.selector().type();
    if (type == null) {
      return false;
    }
    boolean ofJdk = rule.selector().subtypes() && type.prefix().startsWith("java.");
    for (String name : ALL) {
      if (ofJdk || type.matches(name)) {
        return true;
      }
    }
    return false;
  }
}
