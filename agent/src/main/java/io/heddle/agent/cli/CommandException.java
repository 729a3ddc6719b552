package io.heddle.agent.cli;

/** Why a command did not do its work: one plain sentence and an exit status. */
final class CommandException extends Exception {
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String sentence;

  private CommandException(int status, String sentence) {
    super(sentence);
    this.status = status;
    this.sentence = sentence;
  }

  /** The work was refused or failed: exit status 1. */
  static CommandException failed(String sentence) {
    return new CommandException(FAILED, sentence);
  }

  /** The arguments are wrong: exit status 2, and the usage is printed. */
  static CommandException usage(String sentence) {
    return new CommandException(WRONG_USAGE, sentence);
  }

  int status() {
    return status;
  }

  String sentence() {
    return sentence;
  }
}
