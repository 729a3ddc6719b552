package io.heddle.agent.cli;

import io.heddle.agent.cli.attach.AgentJar;
import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Entry point of the command line: runs a command and turns every failure into an exit status. */
public final class Main {
  private static final int DONE = 0;

  private final CommandTable table;
  private final Console console;

  Main(CommandTable table, Console console) {
    this.table = table;
    this.console = console;
  }

  /**
   * Runs one command. Never throws for anything a user can cause, and never prints a stack trace.
   *
   * @param args the command's name, then its arguments
   * @param jarPath the agent's jar, loaded into the target by attach and detach
   * @param bootHash hash of the boot part of that jar; a target that holds another one refuses
   * @return exit status: 0 done, 1 refused or failed, 2 wrong usage
   */
  public static int run(
      String[] args, String jarPath, String bootHash, PrintStream out, PrintStream err) {
    CommandTable table = CommandTable.standard(new AgentJar(jarPath, bootHash));
    return new Main(table, new Console(out, err)).run(Arrays.asList(args));
  }

  int run(List<String> args) {
    if (args.isEmpty()) {
      table.printUsage(console::error);
      return CommandException.WRONG_USAGE;
    }
    String name = args.get(0);
    Optional<CommandTable.Entry> entry = table.find(name);
    if (entry.isPresent()) {
      return run(entry.get(), args.subList(1, args.size()));
    }
    if (CommandTable.asksForHelp(name)) {
      table.printUsage(console::print);
      return DONE;
    }
    console.error("There is no command '" + name + "'.");
    table.printUsage(console::error);
    return CommandException.WRONG_USAGE;
  }

  private int run(CommandTable.Entry entry, List<String> arguments) {
    try {
      return entry.command().run(arguments, console);
    } catch (CommandException e) {
      console.error(e.sentence());
      if (e.status() == CommandException.WRONG_USAGE) {
        console.error("Usage: " + CommandTable.PROGRAM + " " + entry.usage());
      }
      return e.status();
    } catch (RuntimeException | LinkageError e) {
      // a defect of ours or a JDK without a module we need: still one sentence, never a stack
      console.error(entry.name() + " failed: " + e + ".");
      return CommandException.FAILED;
    }
  }
}
