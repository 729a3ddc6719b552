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

/** Removes Heddle from a JVM and prints what was verified and what stays. */
public final class DetachCommand implements Command {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final AgentJar jar;

  public DetachCommand(AgentJar jar) {
    this.jar = jar;
  }

  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    Arguments.requireCount(arguments, 1, "detach needs one process id.");
    long pid = Arguments.pid(arguments.get(0));
    AgentReply reply =
        new TargetVm(pid, LIMIT)
            .ask(AgentOptions.of("detach", jar, ""), new ProgressLines(console));
    for (String fact : reply.verified()) {
      console.print(fact.startsWith("NOT ") ? fact : "verified: " + fact);
    }
    for (String fact : reply.stays()) {
      console.print("stays: " + fact);
    }
    return 0;
  }
}
