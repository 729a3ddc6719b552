package io.heddle.agent.cli;

import io.heddle.agent.cli.attach.AgentJar;
import io.heddle.agent.cli.attach.AgentOptions;
import io.heddle.agent.cli.attach.AgentReply;
import io.heddle.agent.cli.attach.TargetVm;
import io.heddle.agent.cli.console.Arguments;
import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import io.heddle.agent.cli.console.ProgressLines;
import java.time.Duration;
import java.util.List;

/** Has Heddle in a JVM read its configuration again, and prints what changed. */
public final class ReloadCommand implements Command {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final AgentJar jar;

  public ReloadCommand(AgentJar jar) {
    this.jar = jar;
  }

  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    Arguments.requireCount(arguments, 1, "reload needs one process id.");
    long pid = Arguments.pid(arguments.get(0));
    AgentReply reply =
        new TargetVm(pid, LIMIT)
            .ask(AgentOptions.of("reload", jar, ""), new ProgressLines(console));
    for (String line : reply.lines()) {
      console.print(line);
    }
    return 0;
  }
}
