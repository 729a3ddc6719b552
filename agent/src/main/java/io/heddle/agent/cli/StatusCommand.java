package io.heddle.agent.cli;

import io.heddle.agent.cli.attach.HeddleTarget;
import io.heddle.agent.cli.console.Arguments;
import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import io.heddle.agent.cli.server.HeddleHttp;
import io.heddle.agent.cli.server.JsonObject;
import io.heddle.agent.cli.server.ServerMetrics;
import io.heddle.agent.cli.server.StatusReport;
import java.util.List;

/** Prints rules, woven methods, live series, overhead and errors of a running Heddle. */
final class StatusCommand implements Command {
  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    Arguments.requireCount(arguments, 1, "status needs one process id or URL.");
    HeddleTarget target = HeddleTarget.find(arguments.get(0), "status");
    HeddleHttp server = target.requireServer();
    try {
      show(server, console);
    } catch (CommandException e) {
      // the server may be missing during an attach or a detach
      throw target.busy().isEmpty() ? e : CommandException.failed(target.busy());
    }
    if (!target.busy().isEmpty()) {
      console.error(target.busy());
    }
    return 0;
  }

  private static void show(HeddleHttp server, Console console) throws CommandException {
    JsonObject rules = server.get("/api/rules");
    ServerMetrics metrics = new ServerMetrics(server.get("/api/metrics/json"));
    new StatusReport(server.address(), rules, metrics).lines().forEach(console::print);
  }
}
