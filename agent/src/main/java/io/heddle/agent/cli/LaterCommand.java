package io.heddle.agent.cli;

import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import java.util.List;

/** A command that is announced but not in this release. */
final class LaterCommand implements Command {
  private final String name;

  LaterCommand(String name) {
    this.name = name;
  }

  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    throw CommandException.failed("The command '" + name + "' is not in this release.");
  }
}
