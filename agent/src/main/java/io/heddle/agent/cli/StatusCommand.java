package io.heddle.agent.cli;

import java.time.Duration;
import java.util.List;

/** Prints rules, woven methods, live series, overhead and errors of a running Heddle. */
final class StatusCommand implements Command {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    Arguments.requireCount(arguments, 1, "status needs one process id or URL.");
    HeddleHttp server = server(arguments.get(0));
    List<RuleStatus> rules = RuleStatus.read(server.get("/api/rules"));
    Metrics metrics = new Metrics(server.get("/api/metrics/json"));
    new StatusReport(server.address(), rules, metrics).lines().forEach(console::print);
    return 0;
  }

  private static HeddleHttp server(String argument) throws CommandException {
    if (!isNumber(argument)) {
      return HeddleHttp.at(argument);
    }
    long pid = Arguments.pid(argument);
    String address = new TargetVm(pid, LIMIT).properties().getProperty("heddle.address");
    if (address == null) {
      throw CommandException.failed("Heddle is not in PID " + pid + ", or serves nothing there.");
    }
    return HeddleHttp.at(address);
  }

  private static boolean isNumber(String argument) {
    return argument.matches("-?[0-9]+");
  }
}
