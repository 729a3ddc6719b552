package io.heddle.agent.cli.server;

import io.heddle.agent.cli.console.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Formats a plan as text. */
public final class PlanReport {
  private static final int MOST_METHODS = 20;
  private static final int MOST_REASONS = 10;

  private final JsonObject plan;
  private final List<String> lines = new ArrayList<>();

  /** Creates a report of a plan, as the agent writes it. */
  public PlanReport(JsonObject plan) {
    this.plan = plan;
  }

  /** Returns the lines of the report. */
  public List<String> lines() {
    lines.clear();
    addAnswers();
    if (!lines.isEmpty()) {
      return List.copyOf(lines);
    }
    lines.add("Plan for " + text(plan, "of") + "; nothing was woven");
    lines.add("");
    List<JsonObject> rules = plan.objects("rules");
    lines.addAll(TextTable.lines(rows(rules)));
    for (JsonObject rule : rules) {
      addMethods(rule);
      addReasons(rule);
    }
    lines.add("");
    lines.addAll(TextTable.lines(figures(rules)));
    return List.copyOf(lines);
  }

  private static List<List<String>> rows(List<JsonObject> rules) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("RULE", "METHODS", "COUNTS AS", "LABELS FROM THE CALL"));
    for (JsonObject rule : rules) {
      String pack = text(rule, "pack");
      rows.add(
          List.of(
              text(rule, "id") + (pack.isEmpty() ? "" : " (pack " + pack + ")"),
              text(rule, "methods"),
              text(rule, "action"),
              labels(rule)));
    }
    return rows;
  }

  private static String labels(JsonObject of) {
    List<String> labels = new ArrayList<>();
    for (Map.Entry<String, String> label : new TreeMap<>(of.object("labels").texts()).entrySet()) {
      labels.add(label.getKey() + "=" + label.getValue());
    }
    return String.join(", ", labels);
  }

  private void addMethods(JsonObject rule) {
    List<JsonObject> methods = rule.objects("shown");
    for (JsonObject method : methods.subList(0, Math.min(MOST_METHODS, methods.size()))) {
      String loader = text(method, "loader");
      lines.add(
          "  "
              + text(rule, "id")
              + ": "
              + text(method, "class")
              + "."
              + text(method, "method")
              + (text(rule, "action").equals("call") ? "" : braced(labels(method)))
              + (loader.isEmpty() || loader.equals("app") ? "" : " in " + loader));
    }
    long more = (long) rule.number("methods") - Math.min(MOST_METHODS, methods.size());
    if (more > 0) {
      lines.add("  " + text(rule, "id") + ": " + more + " more methods");
    }
  }

  private static String braced(String labels) {
    return labels.isEmpty() ? "" : " {" + labels + "}";
  }

  private void addReasons(JsonObject rule) {
    List<JsonObject> reasons = rule.objects("reasons");
    boolean matches = rule.number("methods") > 0;
    if (!matches) {
      lines.add(
          "  "
              + text(rule, "id")
              + " matches nothing"
              + (reasons.isEmpty() ? ", and nothing comes near" : ":"));
    }
    for (JsonObject reason : reasons.subList(0, Math.min(MOST_REASONS, reasons.size()))) {
      lines.add(
          (matches ? "  " + text(rule, "id") + ": note: " : "    ") + RuleStatus.reason(reason));
    }
    if (reasons.size() > MOST_REASONS) {
      lines.add("    " + (reasons.size() - MOST_REASONS) + " more");
    }
  }

  private void addAnswers() {
    for (JsonObject answer : plan.objects("why")) {
      String rule = text(answer, "rule");
      String method = text(answer, "method");
      String pack = text(answer, "pack");
      lines.add(
          text(answer, "class")
              + (method.isEmpty() ? "" : "." + method)
              + ": "
              + (rule.isEmpty() ? "" : "rule " + rule)
              + (pack.isEmpty() ? "" : " of pack " + pack)
              + (rule.isEmpty() ? "" : ": ")
              + text(answer, "answer"));
    }
  }

  private List<List<String>> figures(List<JsonObject> rules) {
    JsonObject forecast = plan.object("forecast");
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "classes to weave",
            text(forecast, "classes") + " of " + text(forecast, "looked") + size(forecast)));
    if (forecast.number("pauses") > 0) {
      rows.add(
          List.of(
              "the weaving takes",
              String.format(
                  Locale.ROOT,
                  "about %.1f s, with a few stops of the application of about %s ms each",
                  forecast.number("millis") / 1000,
                  text(forecast, "pauseMillis"))));
    }
    boolean fromCalls = rules.stream().anyMatch(rule -> !labels(rule).isEmpty());
    rows.add(
        List.of(
            "label sets",
            text(forecast, "labelSets") + (fromCalls ? " at once, further ones from calls" : "")));
    if (plan.object("calls").text("by") != null) {
      rows.add(List.of("calls", calls(plan.object("calls"))));
    }
    List<String> asleep = plan.texts("asleep");
    if (!asleep.isEmpty()) {
      rows.add(List.of("packs not met", asleep.size() + ", of those that the command packs lists"));
    }
    return rows;
  }

  private static String calls(JsonObject calls) {
    if (calls.text("perSecond") == null) {
      return String.format(
          Locale.ROOT,
          "%s of %s stacks in %.0f s were in one of these methods; Java 25 would count calls",
          text(calls, "seen"),
          text(calls, "samples"),
          calls.number("seconds"));
    }
    return String.format(
        Locale.ROOT,
        "%.0f a second in %.0f s, for which Heddle takes about %.2f %% of a core",
        calls.number("perSecond"),
        calls.number("seconds"),
        calls.number("corePercent"));
  }

  private static String size(JsonObject forecast) {
    return String.format(Locale.ROOT, ", %.0f KB", forecast.number("bytes") / 1024);
  }

  private static String text(JsonObject of, String name) {
    String text = of.text(name);
    return text == null ? "" : text;
  }
}
