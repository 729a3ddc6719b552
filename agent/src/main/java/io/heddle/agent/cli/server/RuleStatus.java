package io.heddle.agent.cli.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule or pack as {@code /api/rules} shows it.
 *
 * @param counts received, matched, woven, firing, failed; '?' where unknown
 * @param reasons why something was not woven, one line each
 * @param lastError the last error that was swallowed, in one line; null if there is none
 * @param pack name of the pack that a rule belongs to; null for a rule of the user
 * @param asleep true for a pack of which no class has loaded
 */
record RuleStatus(
    String id,
    List<String> counts,
    List<String> reasons,
    @Nullable String lastError,
    @Nullable String pack,
    boolean asleep) {
  static final List<String> COUNTS = List.of("received", "matched", "woven", "firing", "failed");

  static List<RuleStatus> read(JsonObject answer) {
    List<RuleStatus> rules = new ArrayList<>();
    for (JsonObject rule : answer.objects("rules")) {
      List<String> counts = COUNTS.stream().map(name -> known(rule.text(name))).toList();
      List<String> reasons = rule.objects("reasons").stream().map(RuleStatus::reason).toList();
      rules.add(
          new RuleStatus(
              known(rule.text("id")),
              counts,
              reasons,
              lastError(rule),
              rule.text("pack"),
              rule.flag("asleep")));
    }
    return rules;
  }

  /** Returns the last error of a rule, or of a whole answer, in a line; null if there is none. */
  static @Nullable String lastError(JsonObject of) {
    JsonObject last = of.object("last_error");
    String error = last.text("error");
    if (error == null) {
      return null;
    }
    StringBuilder line = new StringBuilder();
    String path = last.text("path");
    String type = last.text("class");
    if (path != null) {
      line.append(path).append(type == null ? ": " : " ");
    }
    if (type != null) {
      line.append("on ").append(type).append(": ");
    }
    line.append(error).append(" (").append(known(last.text("count"))).append(" so far");
    return line.append(last.flag("quiet") ? ", too many)" : ")").toString();
  }

  /** Returns a reason as one line. */
  static String reason(JsonObject reason) {
    StringBuilder line = new StringBuilder(orEmpty(reason.text("class")));
    String method = orEmpty(reason.text("method"));
    if (!method.isEmpty()) {
      line.append(line.isEmpty() ? "" : ".").append(method);
    }
    return line.append(line.isEmpty() ? "" : ": ").append(known(reason.text("reason"))).toString();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String known(@Nullable String text) {
    return text == null ? "?" : text;
  }
}
