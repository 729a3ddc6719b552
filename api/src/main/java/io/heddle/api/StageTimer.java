package io.heddle.api;

import org.jspecify.annotations.Nullable;

/**
 * Times a part of a run, such as {@code plan} or {@code fetch}. The work is done in any case, on
 * the calling thread, and what it returns or throws passes through.
 */
public final class StageTimer {
  private StageTimer() {}

  /**
   * A piece of work with a result.
   *
   * @param <T> type of its result
   * @param <E> type of its exception; for a lambda that throws no checked one the compiler infers
   *     none
   */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object, E extends Exception> {
    /** Does the work and returns its result. */
    T run() throws E;
  }

  /**
   * Does the work as a stage.
   *
   * @param stage name of the stage, one of few
   */
  public static void time(String stage, Runnable work) {
    work.run();
  }

  /**
   * Does the work as a stage and returns its result.
   *
   * @param stage name of the stage, one of few
   */
  public static <T extends @Nullable Object, E extends Exception> T time(
      String stage, Work<T, E> work) throws E {
    return work.run();
  }
}
