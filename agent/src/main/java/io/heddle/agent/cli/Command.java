package io.heddle.agent.cli;

import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import java.util.List;

/** One command of the command line. */
interface Command {
  /**
   * Runs the command.
   *
   * @param arguments the arguments after the command's name
   * @return exit status, 0 when done
   * @throws CommandException if the arguments are wrong or the work is refused or fails
   */
  int run(List<String> arguments, Console console) throws CommandException;
}
