package io.heddle.probe;

import org.jspecify.annotations.Nullable;

/**
 * Java code for what a rule cannot express as data. Called by woven code on the application's
 * threads, with the thread suppressed: nothing that an adapter runs is counted. What it throws is
 * counted and swallowed. An adapter implements the methods that it needs and must be thread-safe.
 */
public interface Adapter {
  /**
   * Handles the entry of the woven method.
   *
   * @param self the receiver, null for a static method
   * @param arguments boxed, in order; not to be changed
   * @return anything that {@link #exit} of the same call wants, or null
   */
  default @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
      throws Throwable {
    return null;
  }

  /**
   * Handles the return of the woven method, or its exception.
   *
   * @param state what {@link #enter} returned
   * @param returned boxed; null for void and when it throws
   * @param thrown null when it returns
   */
  default void exit(
      @Nullable Object state,
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object returned,
      @Nullable Throwable thrown)
      throws Throwable {}

  /**
   * Returns whether {@link #exit} looks at the receiver or the arguments. If it does not they are
   * not kept, and it gets null and an empty array.
   */
  default boolean keepsCall() {
    return true;
  }

  /**
   * Returns whether to wait for the stage or future that the woven method returned. Called on the
   * method's thread.
   *
   * @param state what {@link #enter} returned
   * @return true: {@link #exit} is wanted when the stage completes, and not now
   */
  default boolean awaits(@Nullable Object state) throws Throwable {
    return false;
  }
}
