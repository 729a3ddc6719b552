package io.heddle.agent.cli;

import io.heddle.agent.cli.console.Arguments;
import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import io.heddle.agent.config.ConfigCheck;
import io.heddle.agent.pack.PackFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Validates a configuration file; prints its problems, and their number as an error. */
final class CheckCommand implements Command {
  private static final String YAML = ".yaml";

  private final PackFiles packs;

  CheckCommand(PackFiles packs) {
    this.packs = packs;
  }

  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    Arguments.requireCount(arguments, 1, "check needs one file.");
    Path file = file(arguments.get(0));
    ConfigCheck result = ConfigCheck.check(file, knownPacks());
    result.lines().forEach(console::print);
    int problems = result.problems().size();
    if (problems > 0) {
      throw CommandException.failed(
          file + " has " + (problems == 1 ? "1 problem." : problems + " problems."));
    }
    console.print(file + " is valid.");
    return 0;
  }

  /** Returns the names of the packs; null, which lets any name pass, outside the packed jar. */
  private @Nullable Set<String> knownPacks() {
    Set<String> known = new TreeSet<>();
    try {
      for (String name : packs.names()) {
        known.add(name.endsWith(YAML) ? name.substring(0, name.length() - YAML.length()) : name);
      }
      return known;
    } catch (IOException e) {
      return null;
    }
  }

  private static Path file(String argument) throws CommandException {
    Path file;
    try {
      file = Path.of(argument);
    } catch (InvalidPathException e) {
      throw CommandException.usage("'" + argument + "' is not a path.");
    }
    if (!Files.exists(file)) {
      throw CommandException.failed("There is no file " + file + ".");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw CommandException.failed(file + " is not a readable file.");
    }
    return file;
  }
}
