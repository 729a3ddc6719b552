package io.heddle.agent.cli.attach;

import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.ProgressLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A running JVM, reached through its attach channel. Every call is bounded in time and fails with
 * one sentence.
 */
public final class TargetVm {
  /** Maximum bytes of jar path, '=' and options that the attach channel of JDK 17 carries. */
  private static final int CHANNEL_BYTES = 1024;

  private static final long ENDING_MILLIS = 1000;

  private final long pid;
  private final Duration limit;
  private final AttachChannel.@Nullable Factory channels;

  /**
   * Creates a target, which need not exist yet.
   *
   * @param limit how long one call may take
   */
  public TargetVm(long pid, Duration limit) {
    this(pid, limit, null);
  }

  /**
   * Creates a target that is reached in one way.
   *
   * @param channels null for the way that fits this Java
   */
  TargetVm(long pid, Duration limit, AttachChannel.@Nullable Factory channels) {
    this.pid = pid;
    this.limit = limit;
    this.channels = channels;
  }

  /**
   * Returns the system properties of the target.
   *
   * @throws CommandException if it cannot be attached or does not answer in time
   */
  public Properties properties() throws CommandException {
    try {
      return bounded(new ResponseTimeout(limit), AttachChannel::systemProperties);
    } catch (TimeoutException e) {
      throw CommandException.failed(
          "PID " + pid + " did not answer within " + limit.toSeconds() + " s.");
    }
  }

  /**
   * Loads the agent with these options and reads its answer, which may take as long as the agent
   * reports something new within each limit.
   *
   * @param lines print the progress of the agent
   * @throws CommandException if the agent cannot be loaded, reports nothing new for too long, or
   *     answers that it refused
   */
  public AgentReply ask(AgentOptions options, ProgressLines lines) throws CommandException {
    requireSendable(options.jar().path(), options.encoded());
    ResponseTimeout timeout = new ResponseTimeout(limit);
    AgentRequest conversation = new AgentRequest(pid, options, lines, timeout);
    try {
      return requireOk(bounded(timeout, conversation::answer));
    } catch (TimeoutException e) {
      throw CommandException.failed(conversation.late(limit.toSeconds()));
    }
  }

  private void requireSendable(String jar, String options) throws CommandException {
    if (jar.indexOf('=') >= 0) {
      throw CommandException.failed(
          "The JVM cannot load an agent from a path with '=' in it: move " + jar + ".");
    }
    int bytes = (jar + "=" + options).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > CHANNEL_BYTES) {
      throw CommandException.failed(
          "The settings are too long for a JVM's attach channel ("
              + bytes
              + " bytes with the jar's path, at most "
              + CHANNEL_BYTES
              + "): put them into a file and give config=FILE.");
    }
  }

  private AgentReply requireOk(AgentReply reply) throws CommandException {
    if (!reply.ok()) {
      String error = reply.error();
      throw CommandException.failed(error == null ? "PID " + pid + " refused." : error);
    }
    return reply;
  }

  private interface Request<T> {
    T send(AttachChannel channel) throws IOException, AttachException, CommandException;
  }

  private <T> T bounded(ResponseTimeout timeout, Request<T> request)
      throws CommandException, TimeoutException {
    AttachChannel.Factory factory = channels == null ? AttachChannel.factory() : channels;
    TargetProcess.requireAttachable(pid);
    try {
      return BoundedCall.call(timeout, () -> sent(request, factory));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandException known) {
        throw known;
      }
      throw CommandException.failed(sentence(e.getCause()));
    }
  }

  private <T> T sent(Request<T> request, AttachChannel.Factory factory)
      throws IOException, AttachException, CommandException {
    try (AttachChannel channel = factory.open(pid)) {
      return request.send(channel);
    }
  }

  private String sentence(@Nullable Throwable failure) {
    String reason = failure == null ? "" : String.valueOf(failure.getMessage());
    String target = "PID " + pid;
    if (hasEnded(failure)) {
      return target + " ended before it answered.";
    }
    if (failure instanceof AttachException refused && refused.agentCode() != null) {
      return target
          + " loaded the agent, which failed there with code "
          + refused.agentCode()
          + "; the error output of that JVM says why.";
    }
    if (reason.contains("Dynamic agent loading is not enabled")) {
      return target
          + " refuses agents at run time (-XX:-EnableDynamicAgentLoading): start it with"
          + " -javaagent:heddle-agent.jar instead.";
    }
    if (reason.contains("Agent JAR not found")) {
      return target + " cannot read the agent's jar: is it on another file system or unreadable?";
    }
    if (reason.contains("does not support the attach mechanism")) {
      return target + " does not let itself be attached (-XX:+DisableAttachMechanism).";
    }
    return target + " cannot be attached: " + firstLine(reason) + ".";
  }

  /** Returns true if the process has ended; waits up to 1 s, since its sockets close first. */
  private boolean hasEnded(@Nullable Throwable failure) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isEmpty() || !(failure instanceof IOException)) {
      return process.isEmpty();
    }
    try {
      process.get().onExit().get(ENDING_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Returns the first line of a JDK message, without a command line, which may hold secrets. */
  private static String firstLine(String reason) {
    int end = reason.indexOf(" cmd: ");
    String text = end < 0 ? reason : reason.substring(0, end) + " is not ready";
    return text.lines().findFirst().orElse("no reason given");
  }
}
