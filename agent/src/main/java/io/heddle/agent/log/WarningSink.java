package io.heddle.agent.log;

/**
 * Receives the warnings of the parts of the agent, which know no logger. How often the same warning
 * is written is the receiver's business. Implementations are thread-safe.
 */
@FunctionalInterface
public interface WarningSink {
  /**
   * Reports what the people who run the application should know.
   *
   * @param kind groups warnings: the number of different ones is limited for each kind
   * @param sentence one sentence
   */
  void warn(String kind, String sentence);

  /**
   * Reports a warning and the error behind it.
   *
   * @param cause shown at the log level debug
   */
  default void warn(String kind, String sentence, Throwable cause) {
    warn(kind, sentence);
  }

  /** Reports a detail, shown at the log level debug. */
  default void debug(String text) {}
}
