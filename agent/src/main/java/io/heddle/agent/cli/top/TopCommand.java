package io.heddle.agent.cli.top;

import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import java.io.IOError;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Shows a live table of what JVMs run; where there is no terminal, one table of two reads. */
public final class TopCommand {
  private final Map<String, String> environment;

  /**
   * Creates the command.
   *
   * @param environment with the kind of the terminal, and whether it shall have colours
   */
  public TopCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * Runs until the user leaves, all JVMs have ended, or all tables are printed.
   *
   * @return exit status, 0 when done
   * @throws CommandException if the arguments are wrong or a JVM cannot be watched
   */
  public int run(List<String> arguments, Console console) throws CommandException {
    TopOptions options = TopOptions.parse(arguments);
    PlainTop plain = new PlainTop(options, console);
    try (Watch watch = Watch.of(options.targets())) {
      if (!options.json() && TopTerminal.isHere(environment)) {
        live(watch, options, plain);
      } else {
        plain.run(watch);
      }
      return 0;
    } catch (IOException | IOError e) {
      throw CommandException.failed("The terminal cannot be used: " + e.getMessage() + ".");
    }
  }

  private void live(Watch watch, TopOptions options, PlainTop plain) throws IOException {
    LiveTop live;
    try (TopTerminal terminal = TopTerminal.open(environment)) {
      live = new LiveTop(watch, options, terminal);
      live.run();
    }
    if (live.isFinal()) {
      // what was last on the screen, which is gone with it
      plain.print(live.boards().problems(), live.boards().board(true));
    }
  }
}
