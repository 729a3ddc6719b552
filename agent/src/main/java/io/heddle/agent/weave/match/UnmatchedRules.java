package io.heddle.agent.weave.match;

import io.heddle.agent.reason.NearMiss;
import io.heddle.agent.reason.RuleDiagnosis;
import io.heddle.agent.weave.classes.ClassFiles;
import io.heddle.agent.weave.classes.LoadedClasses;
import io.heddle.exporter.report.RuleReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Explains why rules of the user match nothing, on request. What was found out is kept for a while,
 * as a dashboard asks every second. Thread-safe.
 */
public final class UnmatchedRules {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Time after which no further rule is looked at in one answer; the next answer goes on. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Maximum number of rules that are explained; of the others the counts have to do. */
  private static final int MOST_RULES = 50;

  private static final int MOST_RECEIVED = 20;

  private final LoadedClasses loaded;
  private final ClassFiles files;
  // guarded by this
  private final Map<ActiveRule, Explained> byRule = new HashMap<>();

  private record Explained(List<NearMiss> misses, long atNanos) {}

  /** Creates an explanation that has looked at nothing yet. */
  public UnmatchedRules(LoadedClasses loaded, ClassFiles files) {
    this.loaded = loaded;
    this.files = files;
  }

  /**
   * Returns the reports with the near misses of the rules of the user that weave nothing.
   *
   * @param reports in their order; those of other rules are returned as they are
   */
  public synchronized List<RuleReport> explain(Map<ActiveRule, RuleReport> reports) {
    List<RuleReport> explained = new ArrayList<>();
    Set<ActiveRule> unmatched = new HashSet<>();
    JvmClasses classes = null;
    long deadline = System.nanoTime() + MOST_NANOS;
    for (Map.Entry<ActiveRule, RuleReport> one : reports.entrySet()) {
      ActiveRule rule = one.getKey();
      RuleReport report = one.getValue();
      if (rule.pack().isEmpty() && report.woven() == 0 && unmatched.size() < MOST_RULES) {
        unmatched.add(rule);
        boolean isFirst = classes == null;
        if (isStale(rule) && (isFirst || System.nanoTime() - deadline < 0)) {
          classes = classes == null ? new JvmClasses(loaded, files) : classes;
          look(rule, classes);
        }
        report = report.with(further(report, byRule.get(rule)));
      }
      explained.add(report);
    }
    byRule.keySet().retainAll(unmatched);
    return explained;
  }

  private boolean isStale(ActiveRule rule) {
    Explained known = byRule.get(rule);
    return known == null || System.nanoTime() - known.atNanos() > FRESH_NANOS;
  }

  private void look(ActiveRule rule, JvmClasses classes) {
    classes.nextRule();
    List<NearMiss> misses =
        RuleDiagnosis.of(rule.spec().selector(), rule.received(MOST_RECEIVED), classes);
    byRule.put(rule, new Explained(misses, System.nanoTime()));
  }

  /** Returns the near misses as reasons, without those of which the rule has a reason already. */
  private static List<RuleReport.Reason> further(RuleReport report, @Nullable Explained explained) {
    Set<String> named = new HashSet<>();
    for (RuleReport.Reason reason : report.reasons()) {
      named.add(reason.className() + "." + reason.method());
    }
    List<RuleReport.Reason> further = new ArrayList<>();
    for (NearMiss miss : explained == null ? List.<NearMiss>of() : explained.misses()) {
      if (named.add(miss.className() + "." + miss.method())) {
        further.add(new RuleReport.Reason(miss.className(), miss.method(), miss.reason()));
      }
    }
    return further;
  }

  /** Returns the reason that tells most of a rule that weaves nothing; null if none is known. */
  public static RuleReport.@Nullable Reason best(RuleReport report) {
    for (RuleReport.Reason reason : report.reasons()) {
      if (report.failed() > 0 || !reason.method().isEmpty()) {
        return reason;
      }
    }
    return report.reasons().isEmpty() ? null : report.reasons().get(0);
  }
}
