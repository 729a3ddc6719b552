package io.heddle.agent.cli;

import io.heddle.agent.cli.attach.AgentJar;
import io.heddle.agent.cli.attach.AgentOptions;
import io.heddle.agent.cli.attach.AgentReply;
import io.heddle.agent.cli.attach.TargetVm;
import io.heddle.agent.cli.console.Arguments;
import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import io.heddle.agent.cli.console.ProgressLines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Removes Heddle from a JVM and prints what was verified and what stays, as sentences or as one
 * object in JSON.
 */
public final class DetachCommand implements Command {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final List<String> PROPERTIES = List.of("heddle.address", "heddle.reply.");

  private final AgentJar jar;

  public DetachCommand(AgentJar jar) {
    this.jar = jar;
  }

  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    List<String> rest = new ArrayList<>(arguments);
    boolean collect = rest.remove("--gc");
    boolean json = json(rest);
    Arguments.requireCount(rest, 1, "detach needs one process id.");
    long pid = Arguments.pid(rest.get(0));
    TargetVm target = new TargetVm(pid, LIMIT);
    ProgressLines lines = new ProgressLines(console);
    AgentReply reply = target.ask(AgentOptions.of("detach", jar, ""), lines);
    boolean asks = json || collect;
    Boolean collected = asks ? collected(target, collect, lines) : null;
    if (json) {
      console.print(new DetachJson(pid, reply, collected, remaining(target)).text());
      return 0;
    }
    for (String fact : reply.verified()) {
      console.print(fact.startsWith("NOT ") ? fact : "verified: " + fact);
    }
    if (collect) {
      console.print(
          Boolean.TRUE.equals(collected)
              ? "verified: the class loader of Heddle is gone"
              : "NOT seen to go: the class loader of Heddle");
    }
    for (String fact : reply.stays()) {
      console.print("stays: " + fact);
    }
    return 0;
  }

  /** Takes the format off the arguments; returns true for JSON. */
  private static boolean json(List<String> rest) throws CommandException {
    int at = rest.indexOf("--format");
    if (at < 0) {
      return false;
    }
    String format = at + 1 < rest.size() ? rest.remove(at + 1) : "";
    rest.remove(at);
    if (!format.equals("json") && !format.equals("text")) {
      throw CommandException.usage("--format is json or text.");
    }
    return format.equals("json");
  }

  /** Returns whether the class loader is gone; null if that JVM cannot tell. */
  private @Nullable Boolean collected(TargetVm target, boolean collect, ProgressLines lines) {
    try {
      return target.ask(AgentOptions.of("collected", jar, collect ? "gc" : ""), lines).collected();
    } catch (CommandException e) {
      return null;
    }
  }

  /** Returns the system properties of Heddle's own that the JVM still has; null if unknown. */
  private static @Nullable List<String> remaining(TargetVm target) {
    try {
      List<String> left = new ArrayList<>();
      for (String name : new TreeSet<>(target.properties().stringPropertyNames())) {
        if (PROPERTIES.stream().anyMatch(name::startsWith)) {
          left.add(name);
        }
      }
      return left;
    } catch (CommandException e) {
      return null;
    }
  }
}
