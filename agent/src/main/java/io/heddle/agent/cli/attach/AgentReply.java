package io.heddle.agent.cli.attach;

import io.heddle.agent.cli.server.JsonObject;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agent's answer to attach, reload, plan or detach, or its progress until then.
 *
 * @param progress the progress so far, may be empty; null in the answer itself
 * @param error one sentence if not ok
 * @param address address at which the agent serves; null if it does not
 * @param already true if Heddle was in before
 * @param collected true if the class loader of a Heddle that has left is gone
 * @param report what a detach verified, as JSON; null without one
 * @param lines what a reload changed, or why it changed nothing
 * @param plan the JSON of a plan; empty if none was asked for
 */
public record AgentReply(
    @Nullable String progress,
    boolean ok,
    @Nullable String error,
    @Nullable String address,
    boolean already,
    List<String> verified,
    List<String> stays,
    @Nullable String report,
    boolean collected,
    List<String> lines,
    String plan) {
  private static final String PLAN = "{\"ok\":true,\"plan\":";

  /**
   * Reads the agent's JSON.
   *
   * @throws IOException if the text is not a JSON object
   */
  public static AgentReply parse(String text) throws IOException {
    JsonObject json = JsonObject.parse(text);
    return new AgentReply(
        json.text("progress"),
        json.flag("ok"),
        json.text("error"),
        json.text("address"),
        json.flag("already"),
        json.texts("verified"),
        json.texts("stays"),
        json.text("report"),
        json.flag("collected"),
        json.texts("lines"),
        plan(text));
  }

  /** Returns the plan as it was sent: it is the last field of its answer. */
  private static String plan(String answer) {
    return answer.startsWith(PLAN) ? answer.substring(PLAN.length(), answer.length() - 1) : "";
  }
}
