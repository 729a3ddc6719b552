package io.heddle.agent.rule.pattern;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A choice of methods by the names of their classes, by an annotation and by their own names.
 * Immutable.
 *
 * @param type classes by name; null if {@code annotated} alone decides
 * @param subtypes true: also every class that extends or implements a matching one
 * @param annotated exact name of an annotation on the method or its declaring class; with {@code
 *     type} both must match. Null: none is needed
 * @param method null for every method
 * @param exclude classes that are never woven
 */
public record MethodSelector(
    @Nullable TypePattern type,
    boolean subtypes,
    @Nullable String annotated,
    @Nullable MethodPattern method,
    List<TypePattern> exclude) {
  /** Copies the list. */
  public MethodSelector {
    exclude = List.copyOf(exclude);
  }

  /**
   * Returns the selector of methods of the classes that a pattern names.
   *
   * @param method null for every method
   */
  public static MethodSelector of(@Nullable TypePattern type, @Nullable MethodPattern method) {
    return new MethodSelector(type, false, null, method, List.of());
  }
}
