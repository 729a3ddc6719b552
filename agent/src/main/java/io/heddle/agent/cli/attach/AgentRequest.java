package io.heddle.agent.cli.attach;

import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.ProgressLines;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request to the agent in a target, waits for the answer, and has the agent remove it
 * there. The agent answers in a system property, which shows its progress until then.
 */
final class AgentRequest {
  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 100;

  private final long pid;
  private final AgentOptions options;
  private final ProgressLines lines;
  private final ResponseTimeout timeout;
  // written by the thread that sends the request, read by the one that waits for it
  private volatile boolean sent;
  private volatile String howFar = "";

  /**
   * Creates a request that is not sent yet.
   *
   * @param timeout is renewed whenever the agent reports something new
   */
  AgentRequest(long pid, AgentOptions options, ProgressLines lines, ResponseTimeout timeout) {
    this.pid = pid;
    this.options = options;
    this.lines = lines;
    this.timeout = timeout;
  }

  /** Sends the request and waits for the answer. */
  AgentReply answer(AttachChannel channel) throws IOException, AttachException, CommandException {
    channel.loadAgent(options.jar().path(), options.encoded());
    sent = true;
    String last = "";
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      String text = channel.systemProperties().getProperty(options.replyProperty(), "");
      AgentReply reply = parse(text);
      if (reply == null || reply.progress() == null) {
        // the application sees the property: it must not outlive the answer
        channel.loadAgent(options.jar().path(), options.toForget().encoded());
        return readable(reply, text);
      }
      if (!text.equals(last)) {
        timeout.renew();
        last = text;
      }
      tell(reply.progress());
      pause(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private void tell(String now) {
    howFar = now;
    if (!now.isEmpty()) {
      lines.show("PID " + pid + ": " + now);
    }
  }

  /** Returns the reason why the wait is over, in one sentence. */
  String late(long seconds) {
    if (!sent) {
      return "PID "
          + pid
          + " did not answer within "
          + seconds
          + " s and may still do what it was asked.";
    }
    String known = howFar.isEmpty() ? "" : " after \"" + howFar + "\"";
    return "PID "
        + pid
        + " said nothing new for "
        + seconds
        + " s"
        + known
        + ": the "
        + options.command()
        + " goes on there by itself.";
  }

  private static @Nullable AgentReply parse(String text) {
    try {
      return AgentReply.parse(text);
    } catch (IOException e) {
      return null;
    }
  }

  private AgentReply readable(@Nullable AgentReply reply, String text) throws CommandException {
    if (reply != null) {
      return reply;
    }
    throw CommandException.failed(
        "PID "
            + pid
            + (text.isEmpty()
                ? " left no answer: the agent in it may be of another version."
                : " gave an answer that cannot be read: another version may be in it."));
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
