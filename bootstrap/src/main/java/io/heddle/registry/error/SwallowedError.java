package io.heddle.registry.error;

import org.jspecify.annotations.Nullable;

/**
 * An error that a probe swallowed, as text without any value of the application.
 *
 * @param path the value of the rule that could not be read; null: the error is of another kind
 * @param className of the object that was read; null: unknown
 * @param error class of what was thrown, or what is wrong in a sentence of Heddle's own
 */
public record SwallowedError(@Nullable String path, @Nullable String className, String error) {
  static SwallowedError of(Throwable error) {
    Throwable bare = FailedRead.bare(error);
    String text = bare instanceof UnreadableException ? bare.getMessage() : null;
    String what = text == null ? bare.getClass().getName() : text;
    return error instanceof FailedRead read
        ? new SwallowedError(read.path(), read.className(), what)
        : new SwallowedError(null, null, what);
  }

  /** Returns this error in words: what was read, on which class, and what was thrown. */
  public String inWords() {
    String at = path == null ? "" : path;
    String on = className == null ? "" : (at.isEmpty() ? "on " : " on ") + className;
    return at.isEmpty() && on.isEmpty() ? error : at + on + ": " + error;
  }
}
