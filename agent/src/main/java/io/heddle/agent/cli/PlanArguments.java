package io.heddle.agent.cli;

import io.heddle.agent.cli.console.Arguments;
import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.plan.PlanSettings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code plan}. Immutable.
 *
 * @param pid process id; 0 if there are paths
 * @param paths jars and folders; empty if there is a process id
 * @param settings {@code key=value}
 * @param why the method that every rule is asked about; null: none
 * @param calls how long calls are counted; zero: not at all
 * @param isJson true for JSON, false for text
 * @param allowsUnmatched true if a rule may match nothing
 */
record PlanArguments(
    long pid,
    List<Path> paths,
    List<String> settings,
    @Nullable String why,
    Duration calls,
    boolean isJson,
    boolean allowsUnmatched) {
  private static final int MOST_SECONDS = 60;

  /** Copies the lists. */
  PlanArguments {
    paths = List.copyOf(paths);
    settings = List.copyOf(settings);
  }

  static PlanArguments parse(List<String> arguments, Path workingDirectory)
      throws CommandException {
    long pid = 0;
    List<Path> paths = new ArrayList<>();
    List<String> settings = new ArrayList<>();
    String why = null;
    Duration calls = Duration.ZERO;
    boolean json = false;
    boolean allows = false;
    for (Iterator<String> left = arguments.iterator(); left.hasNext(); ) {
      String one = left.next();
      if (one.equals("--why")) {
        why = question(value(one, left).replace('#', '.'));
      } else if (one.equals("--calls")) {
        calls = seconds(value(one, left));
      } else if (one.equals("--format")) {
        json = isJson(value(one, left));
      } else if (one.equals("--allow-unmatched")) {
        allows = true;
      } else if (one.startsWith("--")) {
        throw CommandException.usage(
            "There is no option '"
                + one
                + "': --why, --calls, --format and --allow-unmatched are allowed.");
      } else if (one.matches("-?[0-9]+")) {
        pid = Arguments.pid(one);
      } else if (one.indexOf('=') > 0 && !Files.exists(path(one, workingDirectory))) {
        settings.add(one);
      } else {
        paths.add(existing(one, workingDirectory));
      }
    }
    if (!paths.isEmpty() && !calls.isZero()) {
      throw CommandException.usage("--calls needs a JVM that runs: archives call nothing.");
    }
    if ((pid == 0) == paths.isEmpty()) {
      throw CommandException.usage("plan needs one process id, or jars and folders.");
    }
    return new PlanArguments(pid, paths, settings, why, calls, json, allows);
  }

  private static String value(String option, Iterator<String> left) throws CommandException {
    if (left.hasNext()) {
      return left.next();
    }
    throw CommandException.usage(option + " needs a value behind it.");
  }

  private static Duration seconds(String text) throws CommandException {
    String number = text.endsWith("s") ? text.substring(0, text.length() - 1) : text;
    if (number.matches("[0-9]{1,2}")) {
      int seconds = Integer.parseInt(number);
      if (seconds >= 1 && seconds <= MOST_SECONDS) {
        return Duration.ofSeconds(seconds);
      }
    }
    throw CommandException.usage(
        "Calls are counted for 1s to " + MOST_SECONDS + "s, not '" + text + "'.");
  }

  private static boolean isJson(String format) throws CommandException {
    if (format.equals("json") || format.equals("text")) {
      return format.equals("json");
    }
    throw CommandException.usage("The format is json or text, not '" + format + "'.");
  }

  private static String question(String why) throws CommandException {
    String problem = PlanSettings.problemOf(why);
    if (problem != null) {
      throw CommandException.usage(
          "'" + why + "' is not class.method, as com.acme.Shop.place: " + problem + ".");
    }
    return why;
  }

  private static Path existing(String argument, Path workingDirectory) throws CommandException {
    Path path = path(argument, workingDirectory);
    if (!Files.exists(path)) {
      throw CommandException.failed("There is no file " + argument + ".");
    }
    return path;
  }

  private static Path path(String argument, Path workingDirectory) throws CommandException {
    try {
      return workingDirectory.resolve(argument).normalize();
    } catch (InvalidPathException e) {
      throw CommandException.usage("'" + argument + "' is not a path.");
    }
  }
}
