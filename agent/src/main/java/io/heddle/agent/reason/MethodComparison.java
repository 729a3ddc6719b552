package io.heddle.agent.reason;

import io.heddle.agent.reason.MethodMistake.AbstractMethod;
import io.heddle.agent.reason.MethodMistake.Accessor;
import io.heddle.agent.reason.MethodMistake.BridgeMethod;
import io.heddle.agent.reason.MethodMistake.CompiledMethod;
import io.heddle.agent.reason.MethodMistake.LacksAnnotation;
import io.heddle.agent.reason.MethodMistake.LambdaNumber;
import io.heddle.agent.reason.MethodMistake.MethodCase;
import io.heddle.agent.reason.MethodMistake.NativeMethod;
import io.heddle.agent.reason.MethodMistake.OtherAnnotation;
import io.heddle.agent.reason.MethodMistake.SimilarMethod;
import io.heddle.agent.reason.MethodMistake.SyntheticMethod;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.rule.pattern.MethodSelector;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares the method of a rule with the methods of a class. Immutable. */
final class MethodComparison {
  private static final String LAMBDA = "lambda$";
  private static final List<String> ACCESSORS = List.of("get", "is", "set");

  private final MethodSelector selector;
  private final @Nullable MethodPattern pattern;

  MethodComparison(MethodSelector selector) {
    this.selector = selector;
    this.pattern = selector.method();
  }

  /** Returns true if the rule means this method of this class, and it can be woven. */
  boolean matches(ClassView type, MethodView method) {
    return fits(method) && mistake(type, method) == null;
  }

  /**
   * Returns the mistake of a rule that means this method; null if it matches, or cannot mean it.
   */
  @Nullable MethodMistake mistake(ClassView type, MethodView method) {
    if (method.isConstructor()) {
      return null;
    }
    if (pattern == null) {
      return obstacle(type, method);
    }
    if (!pattern.matchesName(method.name())) {
      return pattern.exactName() ? misspelt(pattern.name(), method.name()) : otherCase(method);
    }
    List<String> wanted = pattern.parameterTypes();
    MethodMistake other =
        wanted == null ? null : ParameterComparison.of(wanted, method.parameterTypes());
    return other == null ? obstacle(type, method) : other;
  }

  private boolean fits(MethodView method) {
    return !method.isConstructor()
        && (pattern == null || pattern.matches(method.name(), method.parameterTypes()));
  }

  /** Returns why the rule does not weave a method that it names; null if it does. */
  private @Nullable MethodMistake obstacle(ClassView type, MethodView method) {
    if (method.isBridge()) {
      return new BridgeMethod();
    }
    if (method.isSynthetic() && !spellsOutSynthetic()) {
      return new SyntheticMethod();
    }
    String annotation = selector.annotated();
    if (annotation != null
        && !method.annotations().contains(annotation)
        && !type.annotations().contains(annotation)) {
      return lacking(type, method, annotation);
    }
    if (method.isNative()) {
      return new NativeMethod();
    }
    return method.isAbstract() ? new AbstractMethod() : null;
  }

  private boolean spellsOutSynthetic() {
    return pattern != null && (pattern.exactName() || pattern.name().indexOf('$') > 0);
  }

  private static MethodMistake lacking(ClassView type, MethodView method, String annotation) {
    String simple = simple(annotation);
    for (String borne : method.annotations()) {
      if (simple(borne).equals(simple)) {
        return new OtherAnnotation(annotation, borne);
      }
    }
    for (String borne : type.annotations()) {
      if (simple(borne).equals(simple)) {
        return new OtherAnnotation(annotation, borne);
      }
    }
    return new LacksAnnotation(annotation);
  }

  private static String simple(String name) {
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  private static @Nullable MethodMistake misspelt(String wanted, String name) {
    if (name.equalsIgnoreCase(wanted)) {
      return new MethodCase(wanted);
    }
    if (wanted.startsWith(LAMBDA) || name.startsWith(LAMBDA)) {
      return isOtherLambda(wanted, name) ? new LambdaNumber(wanted) : null;
    }
    if (name.startsWith(wanted) && "$-".indexOf(name.charAt(wanted.length())) >= 0) {
      return new CompiledMethod(wanted);
    }
    for (String accessor : ACCESSORS) {
      if (isAccessor(accessor, name, wanted) || isAccessor(accessor, wanted, name)) {
        return new Accessor(wanted);
      }
    }
    int distance = NameDistance.of(wanted, name, NameDistance.tolerance(wanted));
    return distance == NameDistance.FAR ? null : new SimilarMethod(wanted, distance);
  }

  /** Returns true if both names are those of lambdas in the same method. */
  private static boolean isOtherLambda(String wanted, String name) {
    int end = wanted.lastIndexOf('$');
    return wanted.startsWith(LAMBDA)
        && end >= LAMBDA.length()
        && name.startsWith(wanted.substring(0, end + 1));
  }

  private static boolean isAccessor(String prefix, String accessor, String property) {
    return accessor.length() == prefix.length() + property.length()
        && accessor.startsWith(prefix)
        && !property.isEmpty()
        && Character.toUpperCase(property.charAt(0)) == accessor.charAt(prefix.length())
        && accessor.regionMatches(
            prefix.length() + 1, property, 1, Math.max(0, property.length() - 1));
  }

  private @Nullable MethodMistake otherCase(MethodView method) {
    if (pattern == null) {
      return null;
    }
    String lower = pattern.name().toLowerCase(Locale.ROOT);
    boolean fits = MethodPattern.parse(lower).matchesName(method.name().toLowerCase(Locale.ROOT));
    return fits ? new MethodCase(pattern.name()) : null;
  }
}
