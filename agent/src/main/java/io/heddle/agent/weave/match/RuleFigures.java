package io.heddle.agent.weave.match;

import io.heddle.agent.rule.RuleAction.TrackFuture;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.registry.error.SwallowedError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Figures of rules by their ids. */
public final class RuleFigures {
  private RuleFigures() {}

  /** Returns the last error of each rule that is due, if it is new since the last call. */
  public static Map<String, String> unreportedErrors(
      List<ActiveRule> rules, Predicate<String> due) {
    Map<String, String> byRule = new LinkedHashMap<>();
    for (ActiveRule rule : rules) {
      SwallowedError error = due.test(rule.spec().id()) ? rule.rule().errors().unreported() : null;
      if (error != null) {
        String quiet = rule.rule().isQuiet() ? "; nothing is read for it any more" : "";
        byRule.put(
            rule.spec().id(),
            error.inWords() + " (" + rule.rule().errors().count() + " so far" + quiet + ")");
      }
    }
    return byRule;
  }

  /** Returns true if any of the rules weaves a method of the class. */
  public static boolean weave(List<ActiveRule> rules, ClassKey classKey) {
    for (ActiveRule rule : rules) {
      if (!rule.methods(classKey).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the number of woven methods by rule, without the rules that have none. */
  public static Map<String, Long> wovenMethods(List<ActiveRule> rules) {
    Map<String, Long> byRule = new LinkedHashMap<>();
    for (ActiveRule rule : rules) {
      long count = rule.wovenMethods();
      if (count > 0 && !(rule.spec().action() instanceof TrackFuture)) {
        byRule.put(rule.spec().id(), count);
      }
    }
    return byRule;
  }
}
