package io.heddle.registry.error;

import org.jspecify.annotations.Nullable;

/** Thrown when a value that a rule asks for could not be read: the cause says why. */
public final class FailedRead extends Exception {
  private static final long serialVersionUID = 1;

  private final String path;
  private final @Nullable String className;

  /**
   * Creates an exception that wraps the error thrown by the read.
   *
   * @param path of the value, as the rule has it
   * @param object of which the next step of the path was read; null: none
   */
  public FailedRead(String path, @Nullable Object object, Throwable why) {
    super(null, why, false, false);
    this.path = path;
    this.className = object == null ? null : object.getClass().getName();
  }

  /** Returns the error itself, or the cause if it is a {@link FailedRead}. */
  public static Throwable bare(Throwable error) {
    Throwable cause = error instanceof FailedRead ? error.getCause() : null;
    return cause != null ? cause : error;
  }

  String path() {
    return path;
  }

  @Nullable String className() {
    return className;
  }
}
