package io.heddle.agent.cli;

import io.heddle.agent.cli.attach.AgentReply;
import io.heddle.agent.cli.attach.TargetVm;
import io.heddle.agent.cli.console.Arguments;
import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import io.heddle.agent.cli.server.HeddleHttp;
import io.heddle.agent.cli.server.JsonObject;
import io.heddle.agent.cli.server.ServerMetrics;
import io.heddle.agent.cli.server.StatusReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Prints rules, woven methods, live series, overhead and errors of a running Heddle. */
final class StatusCommand implements Command {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String ANSWER = "heddle.reply.";
  private static final String NO_ATTACH = "DisableAttachMechanism";
  private static final String BY_URL =
      "Ask its server instead: status URL, with the URL that it printed at its start.";

  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    Arguments.requireCount(arguments, 1, "status needs one process id or URL.");
    String argument = arguments.get(0);
    if (isNumber(argument)) {
      show(Arguments.pid(argument), console);
    } else {
      show(HeddleHttp.at(argument), console);
    }
    return 0;
  }

  private static void show(HeddleHttp server, Console console) throws CommandException {
    JsonObject rules = server.get("/api/rules");
    ServerMetrics metrics = new ServerMetrics(server.get("/api/metrics/json"));
    new StatusReport(server.address(), rules, metrics).lines().forEach(console::print);
  }

  /** Prints the status of a process; its server may be missing during an attach or a detach. */
  private static void show(long pid, Console console) throws CommandException {
    Properties properties = properties(pid);
    String address = properties.getProperty("heddle.address");
    String busy = busy(pid, properties);
    if (address == null) {
      throw CommandException.failed(
          busy.isEmpty() ? "Heddle is not in PID " + pid + ", or serves nothing there." : busy);
    }
    try {
      show(HeddleHttp.at(address), console);
    } catch (CommandException e) {
      throw busy.isEmpty() ? e : CommandException.failed(busy);
    }
    if (!busy.isEmpty()) {
      console.error(busy);
    }
  }

  /** Reads the system properties of a process; one that refuses attaches has a URL all the same. */
  private static Properties properties(long pid) throws CommandException {
    try {
      return new TargetVm(pid, LIMIT).properties();
    } catch (CommandException e) {
      String why = String.valueOf(e.getMessage());
      throw why.contains(NO_ATTACH) ? CommandException.failed(why + " " + BY_URL) : e;
    }
  }

  /** Returns a sentence if an attach or a detach goes on in the target; empty if none does. */
  static String busy(long pid, Properties properties) {
    for (String name : properties.stringPropertyNames()) {
      String progress = name.startsWith(ANSWER) ? progress(properties.getProperty(name)) : null;
      if (progress != null && !progress.startsWith("waits")) {
        String howFar = progress.isEmpty() ? "" : " (" + progress + ")";
        return "PID " + pid + " is busy with an attach or a detach" + howFar + ": ask again later.";
      }
    }
    return "";
  }

  private static @Nullable String progress(String answer) {
    try {
      return AgentReply.parse(answer).progress();
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean isNumber(String argument) {
    return argument.matches("-?[0-9]+");
  }
}
