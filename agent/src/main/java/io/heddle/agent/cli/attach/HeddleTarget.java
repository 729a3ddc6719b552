package io.heddle.agent.cli.attach;

import io.heddle.agent.cli.console.Arguments;
import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.server.HeddleHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The JVM that an argument names, a process id or a URL, and Heddle's server there. Immutable.
 *
 * @param pid 0 for a URL
 * @param name as the command {@code list} shows it; host and port for a URL
 * @param server null while Heddle is not in or serves nothing
 * @param busy a sentence if an attach or a detach goes on there; empty if none does
 */
public record HeddleTarget(long pid, String name, @Nullable HeddleHttp server, String busy) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String ANSWER = "heddle.reply.";
  private static final String NO_ATTACH = "DisableAttachMechanism";

  /**
   * Finds the server that the user means.
   *
   * @param argument a process id or a URL
   * @param command that the user typed
   * @throws CommandException if the argument is neither, or the process cannot be asked
   */
  public static HeddleTarget find(String argument, String command) throws CommandException {
    requireTarget(argument);
    if (!isNumber(argument)) {
      HeddleHttp server = HeddleHttp.at(argument);
      return new HeddleTarget(0, URI.create(server.address()).getAuthority(), server, "");
    }
    long pid = Arguments.pid(argument);
    Properties properties = properties(pid, command);
    String address = properties.getProperty("heddle.address");
    HeddleHttp server = address == null ? null : HeddleHttp.at(address);
    return new HeddleTarget(
        pid, JvmLine.of(pid, properties).mainClass(), server, busy(pid, properties));
  }

  /** Throws wrong usage unless the argument is a process id or a URL. */
  public static void requireTarget(String argument) throws CommandException {
    if (isNumber(argument)) {
      Arguments.pid(argument);
    } else {
      HeddleHttp.at(argument);
    }
  }

  /** Returns the server, or fails with the reason why there is none. */
  public HeddleHttp requireServer() throws CommandException {
    if (server == null) {
      throw CommandException.failed(
          busy.isEmpty() ? "Heddle is not in PID " + pid + ", or serves nothing there." : busy);
    }
    return server;
  }

  /** Reads the system properties of a process; one that refuses attaches has a URL all the same. */
  private static Properties properties(long pid, String command) throws CommandException {
    try {
      return new TargetVm(pid, LIMIT).properties();
    } catch (CommandException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.contains(NO_ATTACH)) {
        throw e;
      }
      throw CommandException.failed(
          why
              + " Ask its server instead: "
              + command
              + " URL, with the URL that it printed at its start.");
    }
  }

  /** Returns a sentence if an attach or a detach goes on in the target; empty if none does. */
  static String busy(long pid, Properties properties) {
    for (String name : properties.stringPropertyNames()) {
      String progress = name.startsWith(ANSWER) ? progress(properties.getProperty(name)) : null;
      if (progress != null && !progress.startsWith("waits")) {
        String howFar = progress.isEmpty() ? "" : " (" + progress + ")";
        return "PID " + pid + " is busy with an attach or a detach" + howFar + ": ask again later.";
      }
    }
    return "";
  }

  private static @Nullable String progress(String answer) {
    try {
      return AgentReply.parse(answer).progress();
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean isNumber(String argument) {
    return argument.matches("-?[0-9]+");
  }
}
