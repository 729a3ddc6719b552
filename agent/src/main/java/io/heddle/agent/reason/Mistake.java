package io.heddle.agent.reason;

/** A way in which a rule misses a class or a method that it probably means. Immutable. */
public sealed interface Mistake permits TypeMistake, MethodMistake {
  /** Returns the mistake in one clause that follows the name of the class or method. */
  String sentence();

  /** Returns how far the miss is: 0 is the nearest, and what cannot be meant is above 1000. */
  int rank();
}
