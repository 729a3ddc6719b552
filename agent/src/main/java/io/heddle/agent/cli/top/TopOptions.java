package io.heddle.agent.cli.top;

import io.heddle.agent.cli.attach.HeddleTarget;
import io.heddle.agent.cli.console.CommandException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arguments of {@code top}. Immutable.
 *
 * @param targets process ids and URLs, each once
 * @param interval between two reads
 * @param times how many tables there are; 0: as many as the output asks for
 * @param json true for JSON
 */
record TopOptions(List<String> targets, Duration interval, int times, boolean json) {
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(2);
  private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);
  private static final Duration MOST_INTERVAL = Duration.ofHours(1);
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)(ms|s|m)?");

  TopOptions {
    targets = List.copyOf(targets);
  }

  static TopOptions parse(List<String> arguments) throws CommandException {
    Deque<String> left = new ArrayDeque<>(arguments);
    Set<String> targets = new LinkedHashSet<>();
    Duration interval = DEFAULT_INTERVAL;
    int times = 0;
    boolean json = false;
    while (!left.isEmpty()) {
      String argument = left.removeFirst();
      int equals = argument.indexOf('=');
      if (argument.startsWith("--") && equals > 0) {
        left.addFirst(argument.substring(equals + 1));
        argument = argument.substring(0, equals);
      }
      switch (argument) {
        case "--interval" -> interval = interval(value(argument, left, "a duration such as 2s"));
        case "-n" -> times = times(value(argument, left, "a number"));
        case "--format" -> json = isJson(value(argument, left, "table or json"));
        default -> targets.add(target(argument));
      }
    }
    if (targets.isEmpty()) {
      throw CommandException.usage(
          "top needs a process id or URL; the command list shows the JVMs of this user.");
    }
    return new TopOptions(List.copyOf(targets), interval, times, json);
  }

  private static String value(String option, Deque<String> left, String what)
      throws CommandException {
    if (left.isEmpty()) {
      throw CommandException.usage(option + " needs " + what + ".");
    }
    return left.removeFirst();
  }

  private static String target(String argument) throws CommandException {
    if (argument.startsWith("-") && !argument.matches("-[0-9]+")) {
      throw CommandException.usage(
          "top has no option '" + argument + "'; it has --interval, -n and --format.");
    }
    HeddleTarget.requireTarget(argument);
    return argument;
  }

  private static Duration interval(String text) throws CommandException {
    Matcher matcher = DURATION.matcher(text);
    if (matcher.matches()) {
      String unit = matcher.group(2);
      double seconds =
          Double.parseDouble(matcher.group(1))
              * ("ms".equals(unit) ? 0.001 : "m".equals(unit) ? 60 : 1);
      Duration interval = Duration.ofMillis(Math.round(seconds * 1000));
      if (interval.compareTo(LEAST_INTERVAL) >= 0 && interval.compareTo(MOST_INTERVAL) <= 0) {
        return interval;
      }
    }
    throw CommandException.usage(
        "'" + text + "' is no interval: it is 100ms to 60m, such as 2s, 500ms or 1m.");
  }

  private static int times(String text) throws CommandException {
    if (text.matches("[0-9]{1,9}")) {
      int times = Integer.parseInt(text);
      if (times > 0) {
        return times;
      }
    }
    throw CommandException.usage("'" + text + "' is no number of tables: -n takes 1 or more.");
  }

  private static boolean isJson(String text) throws CommandException {
    if (!text.equals("json") && !text.equals("table")) {
      throw CommandException.usage("'" + text + "' is no format: it is table or json.");
    }
    return text.equals("json");
  }

  /** Returns the interval as the user might type it. */
  String intervalText() {
    long millis = interval.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
