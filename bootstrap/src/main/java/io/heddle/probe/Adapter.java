package io.heddle.probe;

import org.jspecify.annotations.Nullable;

/**
 * Java for what a rule cannot say as data. Called by woven code on the application's threads, with
 * the thread suppressed: nothing that an adapter runs is counted. What it throws is counted and
 * swallowed. Implements the side that is of interest. Must be thread-safe.
 */
public interface Adapter {
  /**
   * The woven method is entered.
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
   * The woven method returns or throws.
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
   * Tells whether {@link #exit} looks at the receiver or the arguments. Where it does not they are
   * not kept, and it is shown null and an empty array.
   */
  default boolean keepsCall() {
    return true;
  }

  /**
   * The woven method returns a stage that completes later, on its own thread.
   *
   * @param state what {@link #enter} returned
   * @return true: {@link #exit} is wanted when the stage completes, and not now
   */
  default boolean awaits(@Nullable Object state) throws Throwable {
    return false;
  }
}
