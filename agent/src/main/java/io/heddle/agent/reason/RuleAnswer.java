package io.heddle.agent.reason;

import io.heddle.agent.rule.pattern.MethodSelector;
import io.heddle.agent.rule.pattern.TypePattern;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answer of a rule to one method that it does not weave. */
public final class RuleAnswer {
  private static final int MOST_PARENTS = 200;

  private RuleAnswer() {}

  /**
   * Returns why the rule does not mean the method, in one clause; null if it does.
   *
   * @param classes in which parents of the class are looked for
   */
  public static @Nullable String of(
      MethodSelector selector, ClassView type, MethodView method, VisibleClasses classes) {
    for (TypePattern pattern : selector.exclude()) {
      if (pattern.matches(type.name())) {
        return "excluded by " + pattern.text();
      }
    }
    String otherType = otherType(selector, type, classes);
    if (otherType != null) {
      return otherType;
    }
    MethodComparison comparison = new MethodComparison(selector);
    if (comparison.matches(type, method)) {
      return null;
    }
    MethodMistake mistake = comparison.mistake(type, method);
    if (mistake != null) {
      return mistake.sentence();
    }
    if (method.isConstructor()) {
      return "a constructor: no rule weaves one";
    }
    return "its method is " + (selector.method() == null ? "another" : selector.method().text());
  }

  private static @Nullable String otherType(
      MethodSelector selector, ClassView type, VisibleClasses classes) {
    TypePattern wanted = selector.type();
    if (wanted == null || wanted.matches(type.name())) {
      return null;
    }
    if (selector.subtypes() && hasParent(type, wanted, classes)) {
      return null;
    }
    TypeMistake mistake = new TypeComparison(wanted).of(type.name());
    if (mistake != null) {
      return mistake.sentence();
    }
    return "its type is "
        + wanted.text()
        + (selector.subtypes() ? ", which is no parent of the class" : "");
  }

  private static boolean hasParent(ClassView type, TypePattern wanted, VisibleClasses classes) {
    Deque<String> open = new ArrayDeque<>(type.parents());
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty() && seen.size() < MOST_PARENTS) {
      String parent = open.pop();
      if (wanted.matches(parent)) {
        return true;
      }
      ClassView view = seen.add(parent) ? classes.view(parent) : null;
      if (view != null) {
        open.addAll(view.parents());
      }
    }
    return false;
  }
}
