package io.heddle.registry.error;

/**
 * Something of the application is not what a rule asks for. Its message is Heddle's own and names
 * classes and members at most, so it may be shown; it has no stack, which would keep classes alive.
 */
public final class UnreadableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * Says what is wrong.
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
