package io.heddle.registry.error;

import org.jspecify.annotations.Nullable;

/** A value that a rule asks for could not be read: the cause says why. */
public final class FailedRead extends Exception {
  private static final long serialVersionUID = 1;

  private final String path;
  private final @Nullable String className;

  /**
   * Wraps what was thrown.
   *
   * @param path as the rule has it
   * @param object that was asked for its next step; null: none was
   */
  public FailedRead(String path, @Nullable Object object, Throwable why) {
    super(null, why, false, false);
    this.path = path;
    this.className = object == null ? null : object.getClass().getName();
  }

  /** What was thrown: the error itself, or what kept a value from being read. */
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
