package io.heddle.agent.reason;

import io.heddle.agent.reason.TypeMistake.Excluded;
import io.heddle.agent.reason.TypeMistake.LambdaClass;
import io.heddle.agent.reason.TypeMistake.NoAnnotation;
import io.heddle.agent.reason.TypeMistake.NoSuchClass;
import io.heddle.agent.reason.TypeMistake.NotLoaded;
import io.heddle.agent.reason.TypeMistake.NothingFits;
import io.heddle.agent.reason.TypeMistake.SourceOnly;
import io.heddle.agent.reason.TypeMistake.Unused;
import io.heddle.agent.reason.TypeMistake.Unweavable;
import io.heddle.agent.rule.pattern.MethodSelector;
import io.heddle.agent.rule.pattern.TypePattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a rule that matches nothing probably means: the classes and methods that come
 * nearest, each with the mistake. A pure function of the rule and of what it may look at; it keeps
 * nothing.
 */
public final class RuleDiagnosis {
  /** Maximum number of near misses of one rule. */
  public static final int MOST = 5;

  // a glob may reach thousands of classes, of which a few show the mistake
  private static final int MOST_CLASSES = 20;
  private static final String LAMBDA = "$$Lambda";

  private final MethodSelector selector;
  private final VisibleClasses classes;
  // not a set: of a record that is hashed, JDK 25 keeps the class of a component, and its loader
  private final Map<String, NearMiss> found = new LinkedHashMap<>();

  private RuleDiagnosis(MethodSelector selector, VisibleClasses classes) {
    this.selector = selector;
    this.classes = classes;
  }

  /**
   * Returns the near misses of a rule, the nearest first, at most {@link #MOST}; empty only if its
   * methods are there and can be woven.
   *
   * @param received names of classes that the rule has looked at, which only parents or annotations
   *     may tell
   */
  public static List<NearMiss> of(
      MethodSelector selector, Collection<String> received, VisibleClasses classes) {
    RuleDiagnosis diagnosis = new RuleDiagnosis(selector, classes);
    diagnosis.look(received);
    List<NearMiss> nearest = new ArrayList<>(diagnosis.found.values());
    // stable: of two at the same distance the one that was met first
    nearest.sort(Comparator.comparingInt(miss -> miss.mistake().rank()));
    return List.copyOf(nearest.subList(0, Math.min(MOST, nearest.size())));
  }

  private void look(Collection<String> received) {
    Set<String> meant = new LinkedHashSet<>();
    for (String name : received) {
      if (meant.size() < MOST_CLASSES) {
        meant.add(name);
      }
    }
    TypePattern type = selector.type();
    NearestTypes nearest = new NearestTypes(type == null ? null : new TypeComparison(type));
    for (String name : classes.names()) {
      if (type != null && type.matches(name)) {
        meant(name, meant);
      } else {
        nearest.add(name);
      }
    }
    boolean excluded = !found.isEmpty();
    for (String name : meant) {
      lookInto(name);
    }
    String annotation = selector.annotated();
    if (annotation != null && !lookAtAnnotation(annotation) && type == null && meant.isEmpty()) {
      add(NearMiss.of(annotation, new Unused()));
    }
    if (type != null && meant.isEmpty() && !excluded) {
      notLoaded(type, nearest);
    }
  }

  /** Notes a loaded class that the type matches: among those to look into, or as left out. */
  private void meant(String name, Set<String> meant) {
    TypePattern by = excluding(name);
    if (by != null) {
      if (found.size() < MOST_CLASSES) {
        add(NearMiss.of(name, new Excluded(by)));
      }
    } else if (meant.size() < MOST_CLASSES) {
      meant.add(name);
    }
  }

  private void add(NearMiss miss) {
    found.putIfAbsent(miss.className() + "." + miss.method() + ": " + miss.reason(), miss);
  }

  private void addAll(List<NearMiss> misses) {
    for (NearMiss miss : misses) {
      add(miss);
    }
  }

  private @Nullable TypePattern excluding(String name) {
    for (TypePattern pattern : selector.exclude()) {
      if (pattern.matches(name)) {
        return pattern;
      }
    }
    return null;
  }

  private void lookInto(String name) {
    int lambda = name.indexOf(LAMBDA);
    if (lambda > 0) {
      add(NearMiss.of(name, new LambdaClass(name.substring(0, lambda))));
      return;
    }
    String obstacle = classes.obstacle(name, isNamed(name));
    if (obstacle != null) {
      add(NearMiss.of(name, new Unweavable(obstacle)));
      return;
    }
    ClassView view = classes.view(name);
    if (view != null) {
      addAll(new MethodSearch(selector, classes).in(view));
    }
  }

  private boolean isNamed(String name) {
    TypePattern type = selector.type();
    return type != null && type.exact() && type.text().equals(name);
  }

  /** Returns true if there is a reason in the annotation itself. */
  private boolean lookAtAnnotation(String annotation) {
    ClassView view = classes.view(annotation);
    if (view == null) {
      NearestTypes nearest = new NearestTypes(new TypeComparison(TypePattern.parse(annotation)));
      classes.names().forEach(nearest::add);
      addAll(nearest.found());
      nothing(annotation, new NoSuchClass(classes.isRunning()));
      return true;
    }
    if (!view.isAnnotation()) {
      add(NearMiss.of(annotation, new NoAnnotation()));
      return true;
    }
    if ("SOURCE".equals(view.retention())) {
      add(NearMiss.of(annotation, new SourceOnly()));
      return true;
    }
    return false;
  }

  /** Looks for a class that has not loaded, and adds the nearest of those that have. */
  private void notLoaded(TypePattern type, NearestTypes nearest) {
    ClassView view = type.exact() ? classes.view(type.text()) : null;
    if (view != null) {
      List<NearMiss> inside = new MethodSearch(selector, classes).in(view);
      addAll(inside);
      add(NearMiss.of(view.name(), new NotLoaded()));
      return;
    }
    TypeComparison comparison = new TypeComparison(type);
    for (String guess : comparison.guesses()) {
      TypeMistake mistake = classes.view(guess) == null ? null : comparison.of(guess);
      if (mistake != null) {
        add(NearMiss.of(guess, mistake));
      }
    }
    addAll(nearest.found());
    nothing(
        type.text(),
        type.exact() ? new NoSuchClass(classes.isRunning()) : new NothingFits(classes.isRunning()));
  }

  /** Notes that there is no such class, unless there was no time to make sure. */
  private void nothing(String name, TypeMistake mistake) {
    if (!classes.isOutOfTime()) {
      add(NearMiss.of(name, mistake));
    }
  }
}
