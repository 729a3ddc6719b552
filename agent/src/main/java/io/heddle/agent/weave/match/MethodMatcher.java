package io.heddle.agent.weave.match;

import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.rule.pattern.NeverWoven;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.advice.AdviceCatalog;
import io.heddle.agent.weave.classes.ClassKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationList;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import org.jspecify.annotations.Nullable;

/** Chooses the methods of one class that the rules want, and reports why others were left out. */
public final class MethodMatcher {
  private final TypeDescription type;
  private final ClassKey classKey;
  private final boolean boot;

  /**
   * Creates a matcher for one class.
   *
   * @param boot true for a class of the boot loader, whose methods the JVM may know
   */
  public MethodMatcher(TypeDescription type, ClassKey classKey, boolean boot) {
    this.type = type;
    this.classKey = classKey;
    this.boot = boot;
  }

  /**
   * Returns what each rule weaves in this class, in the order of the rules, without empty lists.
   *
   * @param undecided rules among them that may turn out not to mean the class: they shadow no other
   */
  public Map<ActiveRule, List<MethodDescription.InDefinedShape>> plan(
      List<ActiveRule> rules, List<ActiveRule> undecided) {
    Map<ActiveRule, List<MethodDescription.InDefinedShape>> plan = new LinkedHashMap<>();
    Map<String, Map<String, String>> takenByFamily = new HashMap<>();
    for (ActiveRule rule : rules) {
      List<MethodDescription.InDefinedShape> chosen = new ArrayList<>();
      for (MethodDescription.InDefinedShape method : type.getDeclaredMethods()) {
        if (wants(rule, method) && isWeavable(rule, method)) {
          String family = rule.spec().shadowGroup();
          Map<String, String> taken = taken(takenByFamily, AdviceCatalog.key(method));
          boolean open = undecided.contains(rule);
          String before = taken.get(family);
          if (before == null) {
            chosen.add(method);
            if (!open) {
              taken.put(family, rule.spec().id());
            }
          } else if (!open) {
            rule.reasons().noteMethod(type.getName(), text(method), "shadowed by rule " + before);
          }
        }
      }
      rule.matched(classKey, chosen.size());
      if (!chosen.isEmpty()) {
        plan.put(rule, chosen);
      }
    }
    return plan;
  }

  private static Map<String, String> taken(Map<String, Map<String, String>> byMethod, String key) {
    Map<String, String> taken = byMethod.get(key);
    if (taken == null) {
      taken = new HashMap<>();
      byMethod.put(key, taken);
    }
    return taken;
  }

  private boolean wants(ActiveRule rule, MethodDescription.InDefinedShape method) {
    RuleSpec spec = rule.spec();
    if (method.isConstructor() || method.isTypeInitializer() || method.isBridge()) {
      return false;
    }
    MethodPattern pattern = spec.selector().method();
    if (pattern != null && !pattern.matches(method.getInternalName(), parameterTypes(method))) {
      return false;
    }
    if (method.isSynthetic() && !names(pattern)) {
      return false;
    }
    if (SuspendBytecode.isResume(method) && (pattern == null || !pattern.exactName())) {
      return false; // each resume would count
    }
    String annotation = spec.selector().annotated();
    return annotation == null
        || bears(method.getDeclaredAnnotations(), annotation)
        || bears(type.getDeclaredAnnotations(), annotation);
  }

  /** Returns true if a pattern spells out a synthetic method, without which none is woven. */
  private static boolean names(@Nullable MethodPattern pattern) {
    return pattern != null && (pattern.exactName() || pattern.name().indexOf('$') > 0);
  }

  private static boolean bears(AnnotationList annotations, String wanted) {
    for (AnnotationDescription annotation : annotations) {
      if (annotation.getAnnotationType().getName().equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private boolean isWeavable(ActiveRule rule, MethodDescription.InDefinedShape method) {
    String obstacle = obstacle(method);
    if (obstacle != null) {
      leaveOut(rule, method, obstacle);
      return false;
    }
    int highest = highestArgument(rule.spec());
    if (highest > method.getParameters().size()) {
      rule.failed(
          type.getName(),
          text(method),
          "$" + highest + " but it has " + method.getParameters().size() + " parameters");
      return false;
    }
    return true;
  }

  /** Returns why no rule can weave the method, or null if one can. */
  private @Nullable String obstacle(MethodDescription.InDefinedShape method) {
    if (NeverWoven.isCalledByProbes(type.getName(), method.getInternalName())) {
      return "woven code itself runs on it";
    }
    if (boot && HotSpotMethods.is(method)) {
      return "the JVM itself knows this method";
    }
    if (method.isNative()) {
      return "native: it has no bytecode";
    }
    return method.isAbstract() ? "abstract: name its implementations, or subtypes" : null;
  }

  /**
   * Notes an obstacle, which is no failure: the method cannot be a target of any rule. A glob has
   * one example of each, since it means what can be woven.
   */
  private void leaveOut(ActiveRule rule, MethodDescription.InDefinedShape method, String obstacle) {
    RuleSpec spec = rule.spec();
    if (method.isAbstract()
        && (spec.selector().subtypes() || spec.selector().annotated() != null)) {
      return; // it is where they start from
    }
    if (spellsOut(spec)) {
      rule.reasons().noteMethod(type.getName(), text(method), obstacle);
    } else {
      rule.reasons().noteOnce(type.getName(), text(method), obstacle);
    }
  }

  private boolean spellsOut(RuleSpec spec) {
    TypePattern named = spec.selector().type();
    MethodPattern pattern = spec.selector().method();
    return named != null
        && named.exact()
        && named.matches(type.getName())
        && pattern != null
        && pattern.exactName();
  }

  private static int highestArgument(RuleSpec spec) {
    int highest = 0;
    for (ValueSpec value : spec.action().values()) {
      highest = Math.max(highest, value.highestArgument());
    }
    for (var condition : spec.outcome().conditions().values()) {
      highest = Math.max(highest, condition.value().highestArgument());
    }
    return highest;
  }

  static List<String> parameterTypes(MethodDescription.InDefinedShape method) {
    List<String> names = new ArrayList<>();
    for (ParameterDescription parameter : method.getParameters()) {
      TypeDescription erased = parameter.getType().asErasure();
      StringBuilder dimensions = new StringBuilder();
      while (erased.isArray()) {
        dimensions.append("[]");
        erased = java.util.Objects.requireNonNull(erased.getComponentType());
      }
      names.add(erased.getName() + dimensions);
    }
    return names;
  }

  /** Returns a method as reports show it. */
  public static String text(MethodDescription.InDefinedShape method) {
    return method.getInternalName() + "(" + String.join(", ", parameterTypes(method)) + ")";
  }
}
