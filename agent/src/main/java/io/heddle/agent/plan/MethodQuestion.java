package io.heddle.agent.plan;

import io.heddle.agent.plan.WeavingPlan.Answer;
import io.heddle.agent.reason.ClassView;
import io.heddle.agent.reason.MethodView;
import io.heddle.agent.reason.NearMiss;
import io.heddle.agent.reason.RuleAnswer;
import io.heddle.agent.reason.RuleDiagnosis;
import io.heddle.agent.reason.VisibleClasses;
import io.heddle.agent.rule.RuleAction.TrackFuture;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.rule.pattern.MethodSelector;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.exporter.report.RuleReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks every rule what it does with one method, or with all methods of one name. */
final class MethodQuestion {
  private static final String WOVEN = "weaves it";

  private final String className;
  private final MethodPattern method;
  private final List<ActiveRule> rules;
  private final VisibleClasses visible;

  /**
   * Creates a question.
   *
   * @param why class, dot and method, with or without parameter types
   */
  MethodQuestion(String why, List<ActiveRule> rules, VisibleClasses visible) {
    int parameters = why.indexOf('(');
    int dot = why.lastIndexOf('.', parameters < 0 ? why.length() : parameters);
    this.className = dot < 0 ? why : why.substring(0, dot);
    this.method = MethodPattern.parse(dot < 0 ? "*" : why.substring(dot + 1));
    this.rules = rules;
    this.visible = visible;
  }

  /** Returns why a text is no question; null if it is one. */
  static @Nullable String problem(String why) {
    int parameters = why.indexOf('(');
    int dot = why.lastIndexOf('.', parameters < 0 ? why.length() : parameters);
    try {
      TypePattern.parse(dot < 0 ? why : why.substring(0, dot));
      MethodPattern.parse(dot < 0 ? "*" : why.substring(dot + 1));
      return dot > 0 ? null : "it has no dot before the method";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  List<Answer> answers() {
    List<Answer> answers = new ArrayList<>();
    ClassView type = visible.view(className);
    if (type != null) {
      for (MethodView one : type.methods()) {
        if (method.matches(one.name(), one.parameterTypes())) {
          addAnswers(type, one, answers);
        }
      }
    }
    return answers.isEmpty() ? noSuchMethod() : answers;
  }

  private void addAnswers(ClassView type, MethodView one, List<Answer> into) {
    for (ActiveRule rule : rules) {
      Answer answer = answer(rule, type, one);
      if (answer != null) {
        into.add(answer);
      }
    }
  }

  /** Returns the answer of a rule; null of one of a pack that is about other classes. */
  private @Nullable Answer answer(ActiveRule rule, ClassView type, MethodView one) {
    String said = said(rule, type, one.text());
    if (said == null) {
      String other = RuleAnswer.of(rule.spec().selector(), type, one, visible);
      if (other != null && !rule.pack().isEmpty()) {
        return null;
      }
      said = other == null ? "means it, and would weave it once its class has loaded" : other;
    }
    return rule.spec().action() instanceof TrackFuture
        ? null
        : new Answer(rule.spec().id(), rule.pack(), type.name(), one.text(), said);
  }

  /** Returns what came of it in the trial; null if that came to nothing with this method. */
  private static @Nullable String said(ActiveRule rule, ClassView type, String text) {
    for (ClassKey classKey : rule.classes()) {
      if (classKey.name().equals(type.name())) {
        for (String key : rule.methods(classKey)) {
          if (MethodView.textOf(key).equals(text)) {
            return WOVEN;
          }
        }
      }
    }
    for (RuleReport.Reason reason : rule.report().reasons()) {
      if (reason.className().equals(type.name())
          && (reason.method().isEmpty() || reason.method().equals(text))) {
        return reason.reason();
      }
    }
    return null;
  }

  /** Says that there is no such method, as a rule would hear it. */
  private List<Answer> noSuchMethod() {
    MethodSelector asked = MethodSelector.of(TypePattern.parse(className), method);
    List<Answer> answers = new ArrayList<>();
    for (NearMiss miss : RuleDiagnosis.of(asked, List.of(), visible)) {
      answers.add(new Answer("", "", miss.className(), miss.method(), miss.reason()));
    }
    return answers;
  }
}
