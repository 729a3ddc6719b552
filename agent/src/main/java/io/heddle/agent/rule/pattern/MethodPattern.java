package io.heddle.agent.rule.pattern;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pattern for methods: a name or glob, and parameter types if given. Immutable, thread-safe.
 *
 * <p>Types are written as in source with their package: {@code render(java.lang.String, byte[],
 * com.acme.Outer$Inner, int...)}. A class of {@code java.lang} may be written without its package,
 * and {@code *} stands for any type.
 */
public final class MethodPattern {
  private static final Set<String> PRIMITIVES =
      Set.of("boolean", "byte", "char", "short", "int", "long", "float", "double");
  private static final String ANY = "*";
  private static final String WHAT = "a method such as render, render* or render(int, byte[])";

  private final String text;
  private final Glob name;
  private final @Nullable List<String> parameters;

  private MethodPattern(String text, Glob name, @Nullable List<String> parameters) {
    this.text = text;
    this.name = name;
    this.parameters = parameters;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it cannot name a method; the message is one sentence
   */
  public static MethodPattern parse(String text) {
    String trimmed = text.trim();
    int open = trimmed.indexOf('(');
    if (open < 0) {
      if (trimmed.indexOf(')') >= 0 || trimmed.indexOf(',') >= 0) {
        throw PatternSyntax.bad(text, WHAT, "the ( is missing; quote the value if YAML split it");
      }
      PatternSyntax.methodName(trimmed);
      return new MethodPattern(trimmed, new Glob(trimmed), null);
    }
    if (trimmed.indexOf(')') != trimmed.length() - 1 || trimmed.lastIndexOf('(') != open) {
      throw PatternSyntax.bad(
          text, WHAT, "it must end with one ); inside { } and [ ] quote what holds a comma");
    }
    String name = trimmed.substring(0, open).trim();
    PatternSyntax.methodName(name);
    String inner = trimmed.substring(open + 1, trimmed.length() - 1).trim();
    return new MethodPattern(trimmed, new Glob(name), parameters(text, inner));
  }

  private static List<String> parameters(String text, String inner) {
    List<String> types = new ArrayList<>();
    int from = 0;
    while (!inner.isEmpty() && from <= inner.length()) {
      int comma = inner.indexOf(',', from);
      int to = comma < 0 ? inner.length() : comma;
      types.add(parameter(text, inner.substring(from, to).trim(), comma < 0));
      from = to + 1;
    }
    return Collections.unmodifiableList(types);
  }

  private static String parameter(String text, String written, boolean last) {
    if (written.equals(ANY)) {
      return ANY;
    }
    String type = written;
    if (type.endsWith("...")) {
      if (!last) {
        throw PatternSyntax.bad(text, WHAT, "... is for the last parameter only");
      }
      type = type.substring(0, type.length() - 3).trim() + "[]";
    }
    String element = type;
    while (element.endsWith("[]")) {
      element = element.substring(0, element.length() - 2).trim();
    }
    if (element.indexOf('<') >= 0) {
      throw PatternSyntax.bad(text, WHAT, "write parameter types without their type parameters");
    }
    if (!PRIMITIVES.contains(element)) {
      checkClass(text, element);
    }
    int brackets = type.indexOf('[');
    return brackets < 0 ? element : element + type.substring(brackets).replace(" ", "");
  }

  private static void checkClass(String text, String element) {
    if (element.equals("void")) {
      throw PatternSyntax.bad(text, WHAT, "void is not a type of a parameter");
    }
    try {
      PatternSyntax.className(element, false);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("parameter type " + e.getMessage(), e);
    }
  }

  /** Returns true if the name matches, and the parameter types if the pattern lists them. */
  public boolean matches(String methodName, List<String> parameterTypeNames) {
    return name.matches(methodName)
        && (parameters == null || sameTypes(parameters, parameterTypeNames));
  }

  private static boolean sameTypes(List<String> patterns, List<String> actual) {
    if (patterns.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < patterns.size(); i++) {
      if (!isParameterType(patterns.get(i), actual.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns true if a type of a parameter is the one that a pattern lists.
   *
   * @param pattern one of {@link #parameterTypes}
   * @param actual with its package, arrays with {@code []}
   */
  public static boolean isParameterType(String pattern, String actual) {
    return pattern.equals(ANY)
        || pattern.equals(actual)
        || (pattern.indexOf('.') < 0
            && actual.startsWith("java.lang.")
            && actual.length() == pattern.length() + 10
            && actual.endsWith(pattern));
  }

  /** Returns true if the name matches, with any parameters. */
  public boolean matchesName(String methodName) {
    return name.matches(methodName);
  }

  /** Returns true if the name has no wildcard; only then may a rule choose a synthetic method. */
  public boolean exactName() {
    return name.exact();
  }

  /** Returns the name or glob, without parameter types. */
  public String name() {
    return name.text();
  }

  /**
   * Returns the parameter types as source names or {@code *}, varargs as arrays; null if the
   * pattern does not list them.
   */
  public @Nullable List<String> parameterTypes() {
    return parameters;
  }

  /** Returns the pattern as written. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MethodPattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
