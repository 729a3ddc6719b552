package io.heddle.agent.cli.console;

import java.util.List;

/** Checks the arguments that the user typed; each failure is wrong usage. */
public final class Arguments {
  private Arguments() {}

  /** Throws with this sentence unless there are {@code count} arguments. */
  public static void requireCount(List<String> arguments, int count, String sentence)
      throws CommandException {
    if (arguments.size() != count) {
      throw CommandException.usage(sentence);
    }
  }

  /** Parses a process id, 1 or more. */
  public static long pid(String text) throws CommandException {
    try {
      long pid = Long.parseLong(text);
      if (pid > 0) {
        return pid;
      }
    } catch (NumberFormatException e) {
      // answered below, like a number that is no process id
    }
    throw CommandException.usage(
        "'" + text + "' is not a process id; the command list shows the JVMs of this user.");
  }
}
