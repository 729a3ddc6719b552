package io.heddle.agent.reason;

import io.heddle.agent.reason.TypeMistake.CompiledName;
import io.heddle.agent.reason.TypeMistake.FileSuffix;
import io.heddle.agent.reason.TypeMistake.HoldsMethod;
import io.heddle.agent.reason.TypeMistake.MissingPackage;
import io.heddle.agent.reason.TypeMistake.NestedClass;
import io.heddle.agent.reason.TypeMistake.OtherCase;
import io.heddle.agent.reason.TypeMistake.OtherPackage;
import io.heddle.agent.reason.TypeMistake.OuterClass;
import io.heddle.agent.reason.TypeMistake.PackageName;
import io.heddle.agent.reason.TypeMistake.SimilarName;
import io.heddle.agent.reason.TypeMistake.SimilarPackage;
import io.heddle.agent.reason.TypeMistake.StarStays;
import io.heddle.agent.rule.pattern.TypePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Compares the type of a rule with names of classes that it does not match. A JVM has tens of
 * thousands of classes: most are told apart by their length and a few letters. Immutable.
 */
final class TypeComparison {
  private static final List<String> SUFFIXES = List.of(".class", ".java", ".kt");
  private static final int LETTERS_OF_A_PACKAGE = 2;

  private final String wanted;
  private final boolean exact;
  // of an exact name
  private final String wantedPackage;
  private final String simple;
  private final int tolerance;
  // of a glob
  private final String prefix;
  private final @Nullable TypePattern anyCase;
  private final @Nullable TypePattern wider;

  TypeComparison(TypePattern type) {
    this.wanted = type.text();
    this.exact = type.exact();
    this.wantedPackage = packageOf(wanted);
    this.simple = wanted.substring(wanted.lastIndexOf('.') + 1);
    this.tolerance = NameDistance.tolerance(simple);
    this.prefix = type.prefix();
    this.anyCase = exact ? null : TypePattern.parse(wanted.toLowerCase(Locale.ROOT));
    this.wider = exact ? null : wider(wanted);
  }

  /** Returns the glob with each {@code *} crossing dots; null if it is not another one. */
  private static @Nullable TypePattern wider(String glob) {
    String wide = glob.replace("**", "*").replace("*", "**");
    return wide.equals(glob) || wide.startsWith("**") ? null : TypePattern.parse(wide);
  }

  /** Returns the mistake that a rule made if it means the class of this name; null if it cannot. */
  @Nullable TypeMistake of(String name) {
    return exact ? ofExact(name) : ofGlob(name);
  }

  // ---- an exact name ---------------------------------------------------------------------------

  private @Nullable TypeMistake ofExact(String name) {
    if (name.length() == wanted.length() && name.equalsIgnoreCase(wanted)) {
      return name.equals(wanted) ? null : new OtherCase(wanted);
    }
    if (name.length() < wanted.length()
        && wanted.startsWith(name)
        && isBoundary(wanted.charAt(name.length()))) {
      return ofHolder(name);
    }
    if (name.startsWith(wanted)) {
      return ofLonger(name);
    }
    if (isNested(name)) {
      return new NestedClass(name);
    }
    if (endsWithSimpleName(name)) {
      if (packageOf(name).equals(wantedPackage)) {
        return new NestedClass(name);
      }
      return wantedPackage.isEmpty()
          ? new MissingPackage(name)
          : new OtherPackage(wanted, packagesApart(name));
    }
    return similar(name);
  }

  private static boolean isBoundary(char c) {
    return c == '.' || c == '#';
  }

  /** Returns the mistake of a rule that says more than the name of a class. */
  private @Nullable TypeMistake ofHolder(String name) {
    String rest = wanted.substring(name.length());
    if (SUFFIXES.contains(rest)) {
      return new FileSuffix(rest, name);
    }
    String method = rest.substring(1);
    boolean isMethod = !method.isEmpty() && Character.isLowerCase(method.charAt(0));
    return isMethod && method.indexOf('.') < 0 ? new HoldsMethod(name, method) : null;
  }

  /** Returns the mistake of a rule that says less than the name of a class. */
  private @Nullable TypeMistake ofLonger(String name) {
    String rest = name.substring(wanted.length());
    if (rest.equals("Kt")) {
      return new CompiledName("Kotlin", name);
    }
    if (rest.equals("$")) {
      return new CompiledName("Scala", name);
    }
    if (rest.charAt(0) == '.') {
      return new PackageName(wanted);
    }
    return rest.indexOf('.') < 0 ? similar(name) : null;
  }

  private boolean isNested(String name) {
    return name.length() == wanted.length()
        && name.indexOf('$') > 0
        && name.replace('$', '.').equals(wanted.replace('$', '.'));
  }

  /** Returns true for a class of the same simple name, nested or in another package. */
  private boolean endsWithSimpleName(String name) {
    int before = name.length() - simple.length() - 1;
    return before >= 0
        && name.endsWith(simple)
        && (name.charAt(before) == '.' || name.charAt(before) == '$');
  }

  private int packagesApart(String name) {
    String[] wantedParts = wantedPackage.split("\\.", -1);
    String[] parts = packageOf(name).split("\\.", -1);
    int from = 0;
    int most = Math.min(parts.length, wantedParts.length);
    while (from < most && parts[from].equals(wantedParts[from])) {
      from++;
    }
    int to = 0;
    while (to < most - from
        && parts[parts.length - 1 - to].equals(wantedParts[wantedParts.length - 1 - to])) {
      to++;
    }
    return Math.max(parts.length, wantedParts.length) - from - to;
  }

  private @Nullable TypeMistake similar(String name) {
    int distance = NameDistance.of(wanted, name, tolerance);
    return distance == NameDistance.FAR ? null : new SimilarName(wanted, distance);
  }

  // ---- a glob ----------------------------------------------------------------------------------

  private @Nullable TypeMistake ofGlob(String name) {
    if (anyCase != null
        && name.regionMatches(true, 0, prefix, 0, prefix.length())
        && anyCase.matches(name.toLowerCase(Locale.ROOT))) {
      return new OtherCase(wanted);
    }
    if (prefix.endsWith(".") && prefix.length() == name.length() + 1 && prefix.startsWith(name)) {
      return new OuterClass(name);
    }
    if (wider != null && wider.matches(name)) {
      return new StarStays(wanted);
    }
    return similarPackage(name);
  }

  private @Nullable TypeMistake similarPackage(String name) {
    String inPrefix = packageOf(prefix);
    String found = firstParts(name, inPrefix);
    if (inPrefix.isEmpty() || found.equals(inPrefix)) {
      return null;
    }
    int distance = NameDistance.of(inPrefix, found, LETTERS_OF_A_PACKAGE);
    return distance == NameDistance.FAR ? null : new SimilarPackage(inPrefix, found, distance);
  }

  /** Returns as many parts of the package of a name as another package has. */
  private static String firstParts(String name, String like) {
    String whole = packageOf(name);
    int end = whole.indexOf('.');
    for (int dot = like.indexOf('.'); dot >= 0 && end >= 0; dot = like.indexOf('.', dot + 1)) {
      end = whole.indexOf('.', end + 1);
    }
    return end < 0 ? whole : whole.substring(0, end);
  }

  private static String packageOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  // ---- names that are worth a look in class files
  // ------------------------------------------------

  /**
   * Returns names of classes that the rule may mean, for a look at their class files: a class that
   * has not loaded is among no names. None for a glob.
   */
  List<String> guesses() {
    List<String> guesses = new ArrayList<>();
    if (!exact) {
      return guesses;
    }
    guesses.add(wanted + "Kt");
    String nested = wanted;
    int at = nested.lastIndexOf('.');
    if (at > 0) {
      guesses.add(wanted.substring(0, at));
    }
    int hash = wanted.indexOf('#');
    if (hash > 0) {
      guesses.add(wanted.substring(0, hash));
    }
    while (at > 0 && Character.isUpperCase(nested.charAt(nested.lastIndexOf('.', at - 1) + 1))) {
      nested = nested.substring(0, at) + '$' + nested.substring(at + 1);
      guesses.add(nested);
      at = nested.lastIndexOf('.', at - 1);
    }
    return guesses;
  }
}
