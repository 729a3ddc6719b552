package io.heddle.agent.weave.verify;

import org.jspecify.annotations.Nullable;

/** Looks up the superclass of a class without loading it. */
public interface SuperTypes {
  /**
   * Returns the superclass of a class, and whether the class is an interface.
   *
   * @param internalName such as {@code java/lang/String}; never an array
   * @return null if its class file is not available
   */
  @Nullable SuperType of(String internalName);

  /**
   * One class as others inherit from it.
   *
   * @param superName internal; null for java.lang.Object
   * @param isInterface true for an interface, to which the verifier lets any object be assigned
   */
  record SuperType(@Nullable String superName, boolean isInterface) {}
}
