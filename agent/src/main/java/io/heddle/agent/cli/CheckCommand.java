package io.heddle.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Validates a configuration file: problems go to the output, a count of them to the errors. */
final class CheckCommand implements Command {
  private final Checker checker;

  CheckCommand(Checker checker) {
    this.checker = checker;
  }

  /** Finds what is wrong in a configuration file. */
  interface Checker {
    /** One line for each problem, {@code file:line:column: what}; empty when the file is valid. */
    List<String> check(Path file) throws IOException;
  }

  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    Arguments.requireCount(arguments, 1, "check needs one file.");
    Path file = file(arguments.get(0));
    List<String> problems = problems(file);
    problems.forEach(console::print);
    if (problems.isEmpty()) {
      console.print(file + " is valid.");
      return 0;
    }
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    throw CommandException.failed(file + " has " + count + ".");
  }

  private List<String> problems(Path file) throws CommandException {
    try {
      return checker.check(file);
    } catch (IOException e) {
      throw CommandException.failed(file + " cannot be read: " + e.getMessage() + ".");
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
