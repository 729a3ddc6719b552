package io.heddle.agent.reason;

import io.heddle.agent.reason.MethodMistake.OtherParameter;
import io.heddle.agent.reason.MethodMistake.ParameterCount;
import io.heddle.agent.rule.pattern.MethodPattern;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares the parameter types of a rule with those of a method of the same name. */
final class ParameterComparison {
  private static final Map<String, String> BOXES =
      Map.of(
          "boolean", "Boolean",
          "byte", "Byte",
          "char", "Character",
          "short", "Short",
          "int", "Integer",
          "long", "Long",
          "float", "Float",
          "double", "Double");

  private ParameterComparison() {}

  /** Returns the first difference; null if there is none. */
  static @Nullable MethodMistake of(List<String> wanted, List<String> found) {
    if (wanted.size() != found.size()) {
      return new ParameterCount(wanted.size(), found.size());
    }
    for (int i = 0; i < wanted.size(); i++) {
      String one = wanted.get(i);
      String other = found.get(i);
      if (!MethodPattern.isParameterType(one, other)) {
        return new OtherParameter(i + 1, one, other, hint(one, other));
      }
    }
    return null;
  }

  /** Returns an explanation that begins with a colon; empty if there is none to give. */
  private static String hint(String wanted, String found) {
    if (isBoxOf(wanted, found) || isBoxOf(found, wanted)) {
      return ": a primitive type and its class are two types";
    }
    if (found.equals(wanted + "[]")) {
      return ": an array, or a list of arguments of any length";
    }
    if (found.replace('$', '.').equals(wanted)) {
      return ": a nested class is written with $";
    }
    if (found.equalsIgnoreCase(wanted)) {
      return ": upper and lower case differ";
    }
    if (simple(found).equals(simple(wanted))) {
      return wanted.indexOf('.') < 0 ? ": the package is missing" : ": it is in another package";
    }
    if (found.equals("java.lang.Object") && isTypeVariable(wanted)) {
      return ": a type parameter is compiled to its bound";
    }
    int distance = NameDistance.of(wanted, found, NameDistance.tolerance(simple(wanted)));
    return distance == NameDistance.FAR ? "" : ": is that misspelt?";
  }

  private static boolean isBoxOf(String primitive, String type) {
    String box = BOXES.get(primitive);
    return box != null && simple(type).equals(box);
  }

  private static boolean isTypeVariable(String type) {
    return type.length() <= 2 && Character.isUpperCase(type.charAt(0));
  }

  private static String simple(String type) {
    return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
  }
}
