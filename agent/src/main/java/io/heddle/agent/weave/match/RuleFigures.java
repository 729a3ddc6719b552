package io.heddle.agent.weave.match;

import io.heddle.agent.rule.RuleAction.NotifyAdapter;
import io.heddle.agent.rule.RuleAction.TrackFuture;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.exporter.report.RuleReport;
import io.heddle.probe.ProbedRule;
import io.heddle.registry.error.SwallowedError;
import io.heddle.registry.family.SeriesShare;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Figures of rules together, and failures that concern several of them. */
public final class RuleFigures {
  private RuleFigures() {}

  /** Returns the last error of each rule that is due, if it is new since the last call. */
  public static Map<String, String> unreportedErrors(
      List<ActiveRule> rules, Predicate<String> due) {
    Map<String, String> byRule = new LinkedHashMap<>();
    for (ActiveRule rule : rules) {
      SwallowedError error = due.test(rule.spec().id()) ? rule.rule().errors().unreported() : null;
      if (error != null) {
        String quiet = quiet(rule.rule());
        byRule.put(
            rule.spec().id(),
            error.inWords()
                + " ("
                + rule.rule().errors().count()
                + " so far"
                + (quiet == null ? "" : "; " + quiet)
                + ")");
      }
    }
    return byRule;
  }

  /** Returns the reasons of a rule's report; a list of its own. */
  static List<RuleReport.Reason> reasons(ActiveRule rule) {
    List<RuleReport.Reason> reasons = rule.reasons().all();
    String later = rule.rule().notFollowed();
    if (later != null) {
      reasons.add(
          new RuleReport.Reason(
              later, "", ResultCompletion.ENDS + "results of this class are not followed"));
    }
    for (String one : new String[] {folding(rule), quiet(rule.rule())}) {
      if (one != null) {
        reasons.add(new RuleReport.Reason("", "", one));
      }
    }
    return reasons;
  }

  /** Returns in a clause what is not read any more after too many errors; null if all is. */
  static @Nullable String quiet(ProbedRule rule) {
    List<String> quiet = new ArrayList<>();
    if (rule.isUnlabeled()) {
      quiet.add("its labels are read no more and stay _error_");
    }
    if (rule.quietConditions() > 0) {
      quiet.add("a condition that failed so often is asked no more, as if it did not hold");
    }
    if (rule.isQuiet()) {
      quiet.add("its adapter, or what else failed so often, is asked no more");
    }
    return quiet.isEmpty() ? null : String.join("; ", quiet);
  }

  /** Returns the last error that was swallowed for a rule, or null. */
  static RuleReport.@Nullable LastError lastError(ProbedRule rule) {
    SwallowedError last = rule.errors().last();
    return last == null
        ? null
        : new RuleReport.LastError(
            last.path(),
            last.className(),
            last.error(),
            rule.errors().count(),
            quiet(rule) != null);
  }

  /** Returns a sentence about label sets that found no place in the family; null if all did. */
  static @Nullable String folding(ActiveRule rule) {
    SeriesShare share = rule.rule().share();
    return share == null || share.folded() == 0 || !rule.pack().isEmpty()
        ? null
        : "has "
            + share.taken()
            + " label sets, and further ones fold into _overflow_: the rules of a family share"
            + " limits.series";
  }

  /** Returns true if calls only go to an adapter, for a class that every JDK has. */
  public static boolean isPlainAdapter(ActiveRule rule) {
    return rule.fit() == null
        && rule.spec().action() instanceof NotifyAdapter event
        && event.on() == null
        && event.with().isEmpty()
        && rule.spec().when().isEmpty();
  }

  /** Returns true if the calls of all these rules only go to adapters. */
  public static boolean arePlainAdapters(List<ActiveRule> rules) {
    for (ActiveRule rule : rules) {
      if (!isPlainAdapter(rule)) {
        return false;
      }
    }
    return true;
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

  /**
   * Lets the rules that wove a class take that back and report a failure; if there are none, those
   * that name it report one.
   */
  public static void refused(List<ActiveRule> rules, ClassKey classKey, String why) {
    boolean known = false;
    for (ActiveRule rule : rules) {
      if (!rule.methods(classKey).isEmpty()) {
        rule.forget(classKey);
        rule.failed(classKey.name(), "", why);
        known = true;
      }
    }
    for (ActiveRule rule : known ? List.<ActiveRule>of() : named(rules, classKey.name())) {
      rule.failed(classKey.name(), "", why);
    }
  }

  /** Returns the rules whose type matches this name. */
  public static List<ActiveRule> named(List<ActiveRule> rules, String name) {
    List<ActiveRule> named = new ArrayList<>();
    for (ActiveRule rule : rules) {
      TypePattern type = rule.spec().selector().type();
      if (type != null && type.matches(name)) {
        named.add(rule);
      }
    }
    return named;
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
