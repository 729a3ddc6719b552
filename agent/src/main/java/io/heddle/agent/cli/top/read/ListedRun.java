package io.heddle.agent.cli.top.read;

import io.heddle.agent.cli.server.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run in flight, as {@code /api/inflight} lists it. Immutable.
 *
 * @param since when it began, in RFC 3339
 * @param seconds how long it lasts; NaN if unknown
 * @param pid of its process, with the state of that; null if it has none
 * @param stack where its thread is, innermost frame first; empty if it was not looked at
 */
public record ListedRun(
    RunKey key,
    String since,
    double seconds,
    @Nullable String stage,
    @Nullable String thread,
    @Nullable String pid,
    List<String> stack) {
  /** Copies the stack. */
  public ListedRun {
    stack = List.copyOf(stack);
  }

  static ListedRun of(JsonObject run) {
    String pid = run.text("pid");
    String state = run.text("pidState");
    return new ListedRun(
        new RunKey(orEmpty(run.text("family")), run.object("labels").texts()),
        orEmpty(run.text("since")),
        run.number("seconds"),
        run.text("stage"),
        run.text("thread"),
        pid == null || state == null ? pid : pid + " (" + state + ")",
        run.texts("stack"));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
