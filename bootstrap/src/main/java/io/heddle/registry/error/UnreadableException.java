package io.heddle.registry.error;

/**
 * Thrown when something of the application is not what a rule asks for. The message is Heddle's own
 * and names at most classes and members, so it may be shown; there is no stack, which would keep
 * classes alive.
 */
public final class UnreadableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception that says what is wrong.
   *
   * @param sentence without a value of the application
   */
  public UnreadableException(String sentence) {
    super(sentence);
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
