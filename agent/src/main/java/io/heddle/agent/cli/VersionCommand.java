package io.heddle.agent.cli;

import io.heddle.agent.cli.attach.AgentJar;
import io.heddle.agent.cli.console.Arguments;
import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import java.util.List;

/** Prints the version of this jar. */
final class VersionCommand implements Command {
  private final AgentJar jar;

  VersionCommand(AgentJar jar) {
    this.jar = jar;
  }

  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    Arguments.requireCount(arguments, 0, "version takes no argument.");
    console.print("Heddle " + jar.version());
    return 0;
  }
}
