package io.heddle.agent.cli;

import io.heddle.agent.cli.attach.AgentJar;
import io.heddle.agent.cli.attach.AgentOptions;
import io.heddle.agent.cli.attach.AgentReply;
import io.heddle.agent.cli.attach.TargetVm;
import io.heddle.agent.cli.console.Arguments;
import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import io.heddle.agent.cli.console.ProgressLines;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Loads the agent into a running JVM and prints the address at which it serves. */
public final class AttachCommand implements Command {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String CONFIG = "config";

  private final AgentJar jar;
  private final Path workingDirectory;

  public AttachCommand(AgentJar jar, Path workingDirectory) {
    this.jar = jar;
    this.workingDirectory = workingDirectory;
  }

  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    if (arguments.isEmpty()) {
      throw CommandException.usage("attach needs a process id.");
    }
    long pid = Arguments.pid(arguments.get(0));
    String settings = settings(arguments.subList(1, arguments.size()));
    AgentReply reply =
        new TargetVm(pid, LIMIT)
            .ask(AgentOptions.of("attach", jar, settings), new ProgressLines(console));
    String place = reply.address() == null ? "it serves nothing" : reply.address() + "/metrics";
    console.print(
        "Heddle " + (reply.already() ? "was already" : "is") + " in PID " + pid + ": " + place);
    return 0;
  }

  /** Returns the settings for the agent, joined by commas; one argument may hold several. */
  String settings(List<String> arguments) throws CommandException {
    List<String> settings = new ArrayList<>();
    for (String argument : arguments) {
      for (String setting : argument.split(",", -1)) {
        settings.add(checked(setting));
      }
    }
    return String.join(",", settings);
  }

  private String checked(String setting) throws CommandException {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw CommandException.usage(
          "'" + setting + "' is not key=value (the items of a list are joined by '+').");
    }
    String key = setting.substring(0, equals);
    String value = setting.substring(equals + 1);
    return key.equals(CONFIG) ? key + "=" + absolute(value) : setting;
  }

  /** Resolves a path here, since the target has a working directory of its own. */
  private String absolute(String file) throws CommandException {
    try {
      String path = workingDirectory.resolve(file).normalize().toString();
      if (path.indexOf(',') < 0) {
        return path;
      }
      throw CommandException.usage("The path of config must not hold a comma: " + path + ".");
    } catch (InvalidPathException e) {
      throw CommandException.usage("'" + file + "' is not a path.");
    }
  }
}
