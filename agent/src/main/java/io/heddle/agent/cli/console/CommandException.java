package io.heddle.agent.cli.console;

/** The failure of a command: one plain sentence and an exit status. */
public final class CommandException extends Exception {
  /** Exit status of a command that was refused or failed. */
  public static final int FAILED = 1;

  /** Exit status of a command with wrong arguments. */
  public static final int WRONG_USAGE = 2;

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String sentence;

  private CommandException(int status, String sentence) {
    super(sentence);
    this.status = status;
    this.sentence = sentence;
  }

  /** Returns a failure of work that was refused or failed: exit status 1. */
  public static CommandException failed(String sentence) {
    return new CommandException(FAILED, sentence);
  }

  /** Returns a failure of wrong arguments: exit status 2, and the usage is printed. */
  public static CommandException usage(String sentence) {
    return new CommandException(WRONG_USAGE, sentence);
  }

  /** Returns the exit status. */
  public int status() {
    return status;
  }

  /** Returns the sentence for the user. */
  public String sentence() {
    return sentence;
  }
}
