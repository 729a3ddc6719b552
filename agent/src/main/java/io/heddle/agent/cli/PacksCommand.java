package io.heddle.agent.cli;

import io.heddle.agent.cli.console.Arguments;
import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import io.heddle.agent.cli.console.TextTable;
import io.heddle.agent.pack.PackFiles;
import io.heddle.agent.pack.PackParser;
import io.heddle.agent.pack.PackSpec;
import io.heddle.agent.yaml.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Prints the built-in packs, with the libraries and versions that each covers. */
final class PacksCommand implements Command {
  private final PackFiles files;

  PacksCommand(PackFiles files) {
    this.files = files;
  }

  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    Arguments.requireCount(arguments, 0, "packs takes no argument.");
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "LIBRARY", "VERSIONS", "COUNTS"));
    try {
      for (String file : files.names()) {
        PackSpec pack = PackParser.parse(file, files.text(file));
        rows.add(List.of(pack.name(), pack.library(), pack.versions(), pack.counts()));
      }
    } catch (IOException | ConfigException e) {
      throw CommandException.failed(
          "The packs of this jar cannot be read: " + e.getMessage() + ".");
    }
    TextTable.lines(rows).forEach(console::print);
    return 0;
  }
}
