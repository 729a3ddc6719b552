package io.heddle.agent.cli.console;

/** Why a command did not do its work: one plain sentence and an exit status. */
public final class CommandException extends Exception {
  public static final int FAILED = 1;
  public static final int WRONG_USAGE = 2;

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String sentence;

  private CommandException(int status, String sentence) {
    super(sentence);
    this.status = status;
    this.sentence = sentence;
  }

  /** The work was refused or failed: exit status 1. */
  public static CommandException failed(String sentence) {
    return new CommandException(FAILED, sentence);
  }

  /** The arguments are wrong: exit status 2, and the usage is printed. */
  public static CommandException usage(String sentence) {
    return new CommandException(WRONG_USAGE, sentence);
  }

  public int status() {
    return status;
  }

  public String sentence() {
    return sentence;
  }
}
