package io.heddle.agent.plan;

import io.heddle.agent.family.BuiltInFamilies;
import io.heddle.agent.plan.WeavingPlan.Answer;
import io.heddle.agent.plan.WeavingPlan.Forecast;
import io.heddle.agent.plan.WeavingPlan.PlannedMethod;
import io.heddle.agent.plan.WeavingPlan.PlannedRule;
import io.heddle.agent.plan.WeavingPlan.Reason;
import io.heddle.agent.reason.MethodView;
import io.heddle.agent.reason.NearMiss;
import io.heddle.agent.reason.PathCheck;
import io.heddle.agent.reason.RuleDiagnosis;
import io.heddle.agent.reason.VisibleClasses;
import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.RuleAction.TrackFuture;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.weave.TrialWeaving;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.exporter.report.RuleReport;
import io.heddle.registry.family.FamilySpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what a trial has woven, rule by rule. */
final class RuleResults {
  /** Maximum number of methods that a plan lists in all: the answer travels in one text. */
  private static final int MOST_METHODS = 2_000;

  private static final int MOST_REASONS = 20;
  private static final int MOST_RECEIVED = 20;

  private final PlanSettings settings;
  private final TrialWeaving trial;
  private final VisibleClasses visible;
  private final Function<String, FamilySpec> families;
  private final List<PlannedRule> rules = new ArrayList<>();
  private final Set<List<String>> labelSets = new HashSet<>();
  private int listed;

  RuleResults(PlanSettings settings, TrialWeaving trial, VisibleClasses visible) {
    this.settings = settings;
    this.trial = trial;
    this.visible = visible;
    this.families = settings.families();
    for (ActiveRule rule : trial.rules()) {
      RuleReport report = rule.report();
      boolean isOfUser = rule.pack().isEmpty();
      boolean follows = rule.spec().action() instanceof TrackFuture;
      if (!follows && (isOfUser || report.woven() > 0 || report.failed() > 0)) {
        rules.add(planned(rule, report));
      }
    }
  }

  private PlannedRule planned(ActiveRule rule, RuleReport report) {
    RuleSpec spec = rule.spec();
    List<PlannedMethod> methods = methods(rule);
    countLabelSets(spec, methods);
    int shown = Math.min(methods.size(), MOST_METHODS - listed);
    listed += shown;
    return new PlannedRule(
        spec.id(),
        rule.pack(),
        spec.action().accept(new ActionName()),
        report.woven(),
        report.failed(),
        readLabels(spec),
        methods.subList(0, shown),
        reasons(rule, report, methods));
  }

  private List<PlannedMethod> methods(ActiveRule rule) {
    List<PlannedMethod> methods = new ArrayList<>();
    for (ClassKey classKey : rule.classes()) {
      for (String key : rule.methods(classKey)) {
        String name = key.substring(0, key.indexOf('('));
        methods.add(
            new PlannedMethod(
                classKey.name(),
                loaderName(classKey.loader().get()),
                MethodView.textOf(key),
                constantLabels(rule.spec(), classKey.name(), name)));
      }
    }
    methods.sort(
        Comparator.comparing(PlannedMethod::className).thenComparing(PlannedMethod::method));
    return methods;
  }

  private Map<String, String> constantLabels(RuleSpec spec, String className, String method) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (spec.action() instanceof MeasureRun run) {
      for (String label : families.apply(run.family()).labels()) {
        ValueSpec value = run.labels().get(label);
        if (value == null) {
          labels.put(label, "none");
        } else if (value.isConstant()) {
          labels.put(label, constant(value, className, method));
        }
      }
    }
    return labels;
  }

  private static String constant(ValueSpec value, String className, String method) {
    return switch (value.root()) {
      case CLASS -> className;
      case METHOD -> method;
      default -> value.text();
    };
  }

  /** Returns the labels whose values come from the call, with where from. */
  private static Map<String, String> readLabels(RuleSpec spec) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (spec.action() instanceof MeasureRun run) {
      for (Map.Entry<String, ValueSpec> label : run.labels().entrySet()) {
        if (!label.getValue().isConstant()) {
          labels.put(label.getKey(), label.getValue().text());
        }
      }
    }
    return labels;
  }

  private void countLabelSets(RuleSpec spec, List<PlannedMethod> methods) {
    if (spec.action() instanceof MeasureRun run && readLabels(spec).isEmpty()) {
      for (PlannedMethod method : methods) {
        List<String> set = new ArrayList<>(List.of(run.family()));
        for (String label : families.apply(run.family()).labels()) {
          set.add(method.labels().getOrDefault(label, ""));
        }
        labelSets.add(set);
      }
    }
  }

  private List<Reason> reasons(ActiveRule rule, RuleReport report, List<PlannedMethod> methods) {
    List<Reason> reasons = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (RuleReport.Reason one : report.reasons()) {
      if (reasons.size() < MOST_REASONS) {
        named.add(one.className() + "." + one.method());
        reasons.add(new Reason(one.className(), one.method(), one.reason()));
      }
    }
    if (rule.pack().isEmpty() && report.woven() > 0) {
      addPaths(rule.spec(), methods, reasons);
    }
    if (rule.pack().isEmpty() && report.woven() == 0) {
      for (NearMiss miss : nearMisses(rule)) {
        if (named.add(miss.className() + "." + miss.method())) {
          reasons.add(new Reason(miss.className(), miss.method(), miss.reason()));
        }
      }
    }
    return reasons;
  }

  /** Adds the paths of a rule that the declared types do not have, once each. */
  private void addPaths(RuleSpec spec, List<PlannedMethod> methods, List<Reason> reasons) {
    PathCheck check = new PathCheck(visible);
    List<ValueSpec> paths = new ArrayList<>(spec.action().values());
    spec.outcome().conditions().values().forEach(condition -> paths.add(condition.value()));
    for (ValueSpec path : paths) {
      for (PlannedMethod method : methods) {
        String problem =
            path.otherwise() == null && reasons.size() < MOST_REASONS
                ? check.problem(path, method.className(), method.parameterTypes())
                : null;
        if (problem != null) {
          reasons.add(new Reason(method.className(), method.method(), problem));
          break;
        }
      }
    }
  }

  private List<NearMiss> nearMisses(ActiveRule rule) {
    return RuleDiagnosis.of(rule.spec().selector(), rule.received(MOST_RECEIVED), visible);
  }

  /** Adds the methods of the plan to those whose calls are counted. */
  void addTo(CallSampler sampler) {
    for (PlannedRule rule : rules) {
      sampler.add(rule.shown(), rule.action().equals(BuiltInFamilies.CALL));
    }
  }

  /** Returns the number of label sets that are known without a call. */
  long labelSets() {
    return labelSets.size();
  }

  WeavingPlan plan(String of, Forecast forecast, @Nullable CallSample calls) {
    List<String> asleep = trial.asleep().stream().map(RuleReport::id).toList();
    String why = settings.why();
    List<Answer> answers =
        why == null ? List.of() : new MethodQuestion(why, trial.rules(), visible).answers();
    return new WeavingPlan(of, rules, asleep, answers, forecast, calls);
  }

  /** Returns the name of a loader, without a call of the application's code. */
  private static String loaderName(@Nullable ClassLoader loader) {
    if (loader == null) {
      return "boot";
    }
    if (loader instanceof ArchiveClassLoader) {
      return "";
    }
    return loader == ClassLoader.getSystemClassLoader() ? "app" : loader.getClass().getName();
  }
}
