package io.heddle.agent.cli.server;

import io.heddle.agent.cli.console.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Formats rules and figures of a running Heddle as text. */
public final class StatusReport {
  private static final int MOST_REASONS = 10;

  private final String address;
  // those of the user first
  private final List<RuleStatus> rules = new ArrayList<>();
  private final List<String> asleep = new ArrayList<>();
  private final @Nullable String otherError;
  private final ServerMetrics metrics;

  /**
   * Creates a report of one server.
   *
   * @param answer the answer of {@code /api/rules}
   */
  public StatusReport(String address, JsonObject answer, ServerMetrics metrics) {
    this.address = address;
    List<RuleStatus> ofPacks = new ArrayList<>();
    for (RuleStatus rule : RuleStatus.read(answer)) {
      if (rule.asleep()) {
        asleep.add(rule.id());
      } else {
        (rule.pack() == null ? rules : ofPacks).add(rule);
      }
    }
    rules.addAll(ofPacks);
    this.otherError = RuleStatus.lastError(answer);
    this.metrics = metrics;
  }

  /** Returns the lines of the report. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Heddle " + metrics.label("build", "version").orElse("?") + " at " + address);
    lines.add("");
    lines.addAll(TextTable.lines(ruleRows()));
    if (!asleep.isEmpty()) {
      String packs = asleep.size() == 1 ? "1 pack sleeps" : asleep.size() + " packs sleep";
      lines.add(packs + " until a class of their libraries loads: " + String.join(", ", asleep));
    }
    for (RuleStatus rule : rules) {
      addReasons(rule, lines);
    }
    for (RuleStatus rule : rules) {
      if (rule.lastError() != null) {
        lines.add("  " + rule.id() + ": last error: " + rule.lastError());
      }
    }
    if (otherError != null) {
      lines.add("  last error of no rule: " + otherError);
    }
    lines.add("");
    lines.addAll(TextTable.lines(figures()));
    return lines;
  }

  private List<List<String>> ruleRows() {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("ID"));
    RuleStatus.COUNTS.forEach(name -> header.add(name.toUpperCase(Locale.ROOT)));
    rows.add(header);
    for (RuleStatus rule : rules) {
      List<String> row = new ArrayList<>(List.of(rule.id()));
      row.addAll(rule.counts());
      rows.add(row);
    }
    return rows;
  }

  private static void addReasons(RuleStatus rule, List<String> lines) {
    List<String> reasons = rule.reasons();
    for (String reason : reasons.subList(0, Math.min(MOST_REASONS, reasons.size()))) {
      lines.add("  " + rule.id() + ": " + reason);
    }
    if (reasons.size() > MOST_REASONS) {
      lines.add("  " + rule.id() + ": " + (reasons.size() - MOST_REASONS) + " more");
    }
  }

  private List<List<String>> figures() {
    OptionalDouble overhead = metrics.total("self_overhead_seconds");
    return List.of(
        List.of("woven methods", count("self_woven_methods")),
        List.of("live series", Integer.toString(metrics.series())),
        List.of(
            "overhead",
            overhead.isPresent()
                ? String.format(Locale.ROOT, "%.3f s", overhead.getAsDouble())
                : "not measured"),
        List.of("untimed calls", count("self_untimed_calls")),
        List.of("advice errors", count("self_advice_errors")),
        List.of("dropped series", count("self_dropped_series")));
  }

  /** Returns a counter as text; one that was never fed is not exported and counts as 0. */
  private String count(String name) {
    return Long.toString((long) metrics.total(name).orElse(0));
  }
}
