package io.heddle.benchmarks.budget;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The figures of one JVM.
 *
 * @param cpuNanos processor time for one call
 * @param millions calls a second
 * @param calls that were made, the time before the measurement included
 * @param metrics samples that the agent served at the end; none: no agent
 */
record Run(double cpuNanos, double millions, long calls, List<String> metrics) {

  /** The figures from the standard output of {@link BudgetSubject}. */
  static Run of(List<String> output) {
    double cpu = Double.NaN;
    double millions = Double.NaN;
    long calls = 0;
    List<String> metrics = new ArrayList<>();
    for (String line : output) {
      if (!line.startsWith(BudgetSubject.MARK)) {
        continue;
      }
      String text = line.substring(BudgetSubject.MARK.length());
      String[] words = text.split(" ", -1);
      if (text.startsWith("nanos ")) {
        cpu = Double.parseDouble(words[1]) / Double.parseDouble(words[3]);
        millions = Double.parseDouble(words[3]) / Double.parseDouble(words[2]) * 1e3;
      } else if (text.startsWith("calls ")) {
        calls = Long.parseLong(words[1]);
      } else {
        metrics.add(text);
      }
    }
    return new Run(cpu, millions, calls, metrics);
  }

  boolean attached() {
    return !metrics.isEmpty();
  }

  /** True if started and completed calls are those that were made; always without an agent. */
  boolean exact() {
    return !attached()
        || (sum("heddle_call_started_total") == calls
            && sum("heddle_call_completed_total") == calls);
  }

  /** The calls that were made, started and completed, as a text. */
  String counts() {
    return String.format(
        "made %,d, started %,.0f, completed %,.0f",
        calls, sum("heddle_call_started_total"), sum("heddle_call_completed_total"));
  }

  /** The figures of the governor itself, or a note that the JVM has none although it should. */
  String governor(String budget) {
    if (!attached()) {
      return "";
    }
    List<Double> intervals = values("heddle_self_timing_interval");
    if (values("heddle_self_untimed_calls_total").isEmpty()) {
      return budget.equals("off") ? "" : "nothing: this jar has no governor, every call is timed";
    }
    String interval =
        intervals.isEmpty()
            ? "?"
            : String.format("%.0f to %.0f", Collections.min(intervals), Collections.max(intervals));
    return String.format(
        "untimed %.1f %%, N %s, overhead %.3f s, clock %.1f ns",
        100 * sum("heddle_self_untimed_calls_total") / calls,
        interval,
        sum("heddle_self_overhead_seconds_total"),
        1e9 * sum("heddle_self_clock_seconds"));
  }

  private double sum(String metric) {
    return values(metric).stream().mapToDouble(Double::doubleValue).sum();
  }

  private List<Double> values(String metric) {
    return metrics.stream()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
        .toList();
  }
}
