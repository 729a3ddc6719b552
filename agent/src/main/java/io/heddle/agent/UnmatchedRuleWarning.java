package io.heddle.agent;

import io.heddle.agent.weave.match.UnmatchedRules;
import io.heddle.exporter.report.RuleReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The warning about rules of the user that weave nothing, in one sentence with their reasons. */
final class UnmatchedRuleWarning {
  /** Maximum number of rules that the warning explains; it names no more. */
  private static final int MOST = 5;

  private UnmatchedRuleWarning() {}

  /** Returns true if a rule of the user weaves nothing and has no reason so far. */
  static boolean lacksReasons(List<RuleReport> reports) {
    for (RuleReport report : reports) {
      if (report.pack().isEmpty() && report.woven() == 0 && report.reasons().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the warning, or null if every rule of the user weaves something. */
  static @Nullable String of(List<RuleReport> reports) {
    int rules = 0;
    List<String> unmatched = new ArrayList<>();
    for (RuleReport report : reports) {
      if (report.pack().isEmpty()) {
        rules++;
        if (report.woven() == 0) {
          unmatched.add(report.id() + why(report));
        }
      }
    }
    if (unmatched.isEmpty()) {
      return null;
    }
    int more = unmatched.size() - MOST;
    List<String> named = unmatched.subList(0, Math.min(MOST, unmatched.size()));
    return unmatched.size()
        + " of "
        + rules
        + (rules == 1 ? " rule" : " rules")
        + (unmatched.size() == 1 ? " measures" : " measure")
        + " nothing so far: "
        + String.join("; ", named)
        + (more > 0 ? "; and " + more + " more" : "")
        + " (status and /api/rules have all reasons)";
  }

  private static String why(RuleReport report) {
    RuleReport.Reason best = UnmatchedRules.best(report);
    if (best == null) {
      return "";
    }
    return " (" + best.inWords() + ")";
  }
}
