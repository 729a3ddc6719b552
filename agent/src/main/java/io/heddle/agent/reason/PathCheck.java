package io.heddle.agent.reason;

import io.heddle.agent.rule.ValueSpec;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the first step of a path with the members that the declared type has. An object may be
 * of a class that has more, so what is found is no failure.
 */
public final class PathCheck {
  private static final String OBJECT = "java.lang.Object";
  private static final String MAP = "java.util.Map";
  private static final int MOST_PARENTS = 50;

  private final VisibleClasses classes;

  /** Creates a check that looks for the types among these classes. */
  public PathCheck(VisibleClasses classes) {
    this.classes = classes;
  }

  /**
   * Returns in one clause why the path probably cannot be read; null if it can, or if that is not
   * known.
   *
   * @param className of the class that declares the method
   * @param parameterTypes of the method, as in source
   */
  public @Nullable String problem(ValueSpec path, String className, List<String> parameterTypes) {
    String type = rootType(path, className, parameterTypes);
    if (type == null || path.steps().isEmpty() || type.equals(OBJECT)) {
      return null;
    }
    String step = path.steps().get(0);
    Set<String> members = members(type);
    if (members == null || members.isEmpty() || members.contains(step)) {
      return null;
    }
    String nearest = nearest(step, members);
    return path.text()
        + ": "
        + type
        + " declares no "
        + step
        + (nearest == null ? "" : "; the nearest is " + nearest)
        + "; only objects of a class that has it can be read";
  }

  private static @Nullable String rootType(
      ValueSpec path, String className, List<String> parameterTypes) {
    if (path.root() == ValueSpec.Root.THIS) {
      return className;
    }
    boolean known =
        path.root() == ValueSpec.Root.ARGUMENT && path.argument() <= parameterTypes.size();
    return known ? parameterTypes.get(path.argument() - 1) : null;
  }

  /** Returns what a step can read of a type and its parents; null if not all of them are known. */
  private @Nullable Set<String> members(String type) {
    Set<String> members = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(type));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String next = open.pop();
      ClassView view = seen.add(next) && seen.size() < MOST_PARENTS ? classes.view(next) : null;
      if (view == null || next.equals(MAP)) {
        return null;
      }
      members.addAll(view.fields());
      for (MethodView method : view.methods()) {
        if (method.parameterTypes().isEmpty()
            && !method.isConstructor()
            && !Modifier.isStatic(method.access())) {
          members.add(method.name());
        }
      }
      for (String parent : view.parents()) {
        if (!seen.contains(parent) && !open.contains(parent)) {
          open.add(parent);
        }
      }
    }
    return members;
  }

  private static @Nullable String nearest(String step, Set<String> members) {
    String best = null;
    int least = NameDistance.tolerance(step) + 1;
    for (String member : members) {
      int distance = NameDistance.of(step, member, least);
      if (distance < least) {
        least = distance;
        best = member;
      }
    }
    return best;
  }
}
