package io.heddle.agent.reason;

import io.heddle.agent.reason.MethodMistake.Constructor;
import io.heddle.agent.reason.MethodMistake.InCompanion;
import io.heddle.agent.reason.MethodMistake.Inherited;
import io.heddle.agent.reason.MethodMistake.LacksAnnotation;
import io.heddle.agent.reason.MethodMistake.NoSuchMethod;
import io.heddle.agent.reason.TypeMistake.NoSubtype;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.rule.pattern.MethodSelector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for the method of a rule in one class, in its parents and in its companion. */
final class MethodSearch {
  private static final int MOST_PARENTS = 30;
  private static final List<String> COMPANIONS = List.of("$Companion", "$", "Kt");

  private final MethodSelector selector;
  private final VisibleClasses classes;
  private final MethodComparison comparison;

  MethodSearch(MethodSelector selector, VisibleClasses classes) {
    this.selector = selector;
    this.classes = classes;
    this.comparison = new MethodComparison(selector);
  }

  /** Returns the near misses in a class that the rule matches; none if a method matches too. */
  List<NearMiss> in(ClassView type) {
    List<NearMiss> found = new ArrayList<>();
    boolean named = false;
    MethodPattern pattern = selector.method();
    for (MethodView method : type.methods()) {
      if (comparison.matches(type, method)) {
        return List.of();
      }
      MethodMistake mistake = comparison.mistake(type, method);
      if (mistake != null) {
        named |= pattern == null || pattern.matchesName(method.name());
        found.add(new NearMiss(type.name(), method.text(), mistake));
      }
    }
    if (!named && pattern != null) {
      elsewhere(type, pattern, found);
      if (found.isEmpty()) {
        found.add(NearMiss.of(type.name(), new NoSuchMethod(pattern.text(), methodsOf(type))));
      }
    }
    return shortened(type, found);
  }

  /** Adds the method of this name that is not in the class but where the class has it from. */
  private void elsewhere(ClassView type, MethodPattern pattern, List<NearMiss> into) {
    String simple = type.name().substring(lastBoundary(type.name()) + 1);
    if (pattern.exactName() && pattern.name().equals(simple)) {
      into.add(new NearMiss(type.name(), pattern.text(), new Constructor()));
      return;
    }
    Deque<String> open = new ArrayDeque<>(type.parents());
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty() && seen.size() < MOST_PARENTS) {
      String parent = open.pop();
      ClassView view =
          seen.add(parent) && !parent.equals("java.lang.Object") ? classes.view(parent) : null;
      MethodView method = view == null ? null : matching(view);
      if (view != null && method != null) {
        into.add(new NearMiss(view.name(), method.text(), new Inherited(type.name())));
        return;
      }
      if (view != null) {
        open.addAll(view.parents());
      }
    }
    for (String suffix : COMPANIONS) {
      ClassView companion = classes.view(type.name() + suffix);
      MethodView method = companion == null ? null : matching(companion);
      if (companion != null && method != null) {
        into.add(new NearMiss(companion.name(), method.text(), new InCompanion(type.name())));
      }
    }
  }

  private static int lastBoundary(String name) {
    return Math.max(name.lastIndexOf('.'), name.lastIndexOf('$'));
  }

  private @Nullable MethodView matching(ClassView type) {
    for (MethodView method : type.methods()) {
      if (comparison.matches(type, method)) {
        return method;
      }
    }
    return null;
  }

  private static List<String> methodsOf(ClassView type) {
    List<String> methods = new ArrayList<>();
    for (MethodView method : type.methods()) {
      if (!method.isConstructor() && !method.isSynthetic()) {
        methods.add(method.text());
      }
    }
    return methods;
  }

  /** Says once of a class what would have to be said of each of its methods. */
  private List<NearMiss> shortened(ClassView type, List<NearMiss> found) {
    if (selector.subtypes() && areAll(found, MethodMistake.AbstractMethod.class)) {
      return List.of(NearMiss.of(type.name(), new NoSubtype()));
    }
    String annotation = selector.annotated();
    if (annotation != null && found.size() > 1 && areAll(found, LacksAnnotation.class)) {
      return List.of(NearMiss.of(type.name(), new LacksAnnotation(annotation)));
    }
    return found;
  }

  private static boolean areAll(List<NearMiss> found, Class<? extends MethodMistake> kind) {
    for (NearMiss miss : found) {
      if (!kind.isInstance(miss.mistake())) {
        return false;
      }
    }
    return !found.isEmpty();
  }
}
