package io.heddle.agent.weave.verify;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the methods of a woven class that the JVM would refuse because of what was woven.
 * Immutable.
 *
 * <p>Class files older than Java 7 are not checked: the JVM infers the types of local variables
 * there, and what weaving declares cannot be wrong.
 */
public final class WovenCheck {
  private static final int FIRST_TYPE_CHECKED = 51;

  private final SuperTypes superTypes;

  /**
   * Creates a check for one woven class.
   *
   * @param superTypes looks up the classes that woven and original code mention
   */
  public WovenCheck(SuperTypes superTypes) {
    this.superTypes = superTypes;
  }

  /**
   * Returns the methods that do not verify any more, with the reason of each.
   *
   * @param original the class before it was woven
   * @param woven the class as it would be handed to the JVM
   * @param methods name and descriptor of each method to look at
   */
  public Map<String, String> problems(ClassFile original, ClassFile woven, Set<String> methods) {
    Map<String, String> problems = new TreeMap<>();
    if (woven.major() < FIRST_TYPE_CHECKED) {
      return problems;
    }
    for (String method : methods) {
      String problem = problem(original, woven, method);
      if (problem != null) {
        problems.put(method, problem);
      }
    }
    return problems;
  }

  private @Nullable String problem(ClassFile original, ClassFile woven, String method) {
    Verdict after = verdict(woven, method);
    if (after.problem == null && after.assumptions.isEmpty()) {
      return null;
    }
    Verdict before = verdict(original, method);
    if (before.problem != null) {
      return null; // so it was before: weaving is not the cause
    }
    if (after.problem != null) {
      return after.problem;
    }
    Set<String> fresh = new HashSet<>(after.assumptions);
    fresh.removeAll(before.assumptions);
    return fresh.isEmpty() ? null : "it is not known whether " + fresh.iterator().next();
  }

  private Verdict verdict(ClassFile file, String method) {
    VerificationTypes types = new VerificationTypes(superTypes);
    MethodCode code = file.methods().get(method);
    if (code == null) {
      return new Verdict(null, Set.of());
    }
    try {
      new MethodVerifier(file, code, types).verify();
      return new Verdict(null, types.assumptions());
    } catch (VerificationException e) {
      return new Verdict(String.valueOf(e.getMessage()), Set.of());
    } catch (RuntimeException e) {
      return new Verdict("its code is damaged", Set.of());
    }
  }

  /** The result of checking one method: a problem, or else what had to be assumed. */
  private record Verdict(@Nullable String problem, Set<String> assumptions) {}
}
