package io.heddle.agent.cli;

import io.heddle.agent.cli.attach.AgentJar;
import io.heddle.agent.cli.console.TextTable;
import io.heddle.agent.cli.top.TopCommand;
import io.heddle.agent.pack.PackFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The commands by name, in the order in which the usage shows them. Immutable. */
final class CommandTable {
  static final String PROGRAM = "java -jar heddle-agent.jar";

  private static final Set<String> HELP_NAMES = Set.of("help", "--help", "-h", "-help", "-?");

  private final List<Entry> entries;

  CommandTable(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * One command.
   *
   * @param usage name and arguments, as typed
   * @param help what it does, one line
   */
  record Entry(String name, String usage, String help, Command command) {}

  /** Returns every command of this release. */
  static CommandTable standard(AgentJar jar) {
    Path here = Path.of("").toAbsolutePath();
    ClassLoader loader = CommandTable.class.getClassLoader();
    PackFiles packs = new PackFiles(loader::getResourceAsStream);
    return new CommandTable(
        List.of(
            new Entry(
                "list",
                "list",
                "the JVMs of this user, and whether Heddle is in",
                new ListCommand()),
            new Entry(
                "attach",
                "attach PID [key=value ...]",
                "load Heddle into a running JVM",
                new AttachCommand(jar, here)),
            new Entry(
                "reload",
                "reload PID",
                "read the configuration again now, and say what changed",
                new ReloadCommand(jar)),
            new Entry(
                "detach",
                "detach PID [--format json] [--gc]",
                "take Heddle out again",
                new DetachCommand(jar)),
            new Entry(
                "status",
                "status PID|URL",
                "rules, woven methods, live series, overhead, errors",
                new StatusCommand()),
            new Entry(
                "plan",
                "plan PID|JAR|DIR [key=value ...]",
                "what the configuration would weave there, and why not the rest",
                new PlanCommand(jar, packs, here)),
            new Entry(
                "top",
                "top PID|URL ...",
                "a live table of runs; --interval 2s, -n COUNT, --format json",
                new TopCommand(System.getenv())::run),
            new Entry(
                "check", "check FILE", "validate a configuration file", new CheckCommand(packs)),
            new Entry(
                "packs",
                "packs",
                "the built-in packs and the libraries they cover",
                new PacksCommand(packs)),
            new Entry("version", "version", "the version of this jar", new VersionCommand(jar))));
  }

  Optional<Entry> find(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  static boolean asksForHelp(String name) {
    return HELP_NAMES.contains(name);
  }

  /** Passes the usage to the printer, line by line. */
  void printUsage(Consumer<String> printer) {
    printer.accept("Usage: " + PROGRAM + " COMMAND");
    List<List<String>> rows = new ArrayList<>();
    for (Entry entry : entries) {
      rows.add(List.of("  " + entry.usage(), entry.help()));
    }
    rows.add(List.of("  help", "this text"));
    TextTable.lines(rows).forEach(printer);
    printer.accept("Exit status: 0 done, 1 refused or failed, 2 wrong usage.");
  }
}
