package io.heddle.agent.cli.top.rows;

import io.heddle.agent.cli.top.read.JvmState;
import io.heddle.agent.cli.top.read.NativeHistogram;
import io.heddle.agent.cli.top.read.RunCounts;
import io.heddle.agent.cli.top.read.RunKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one JVM. Immutable.
 *
 * @param seconds between the two reads; NaN if there was one
 * @param overheadCores processors that counting and timing kept busy; NaN if unknown
 */
public record JvmRows(double seconds, double overheadCores, List<RunRow> rows) {
  private static final double NANOS_A_SECOND = 1e9;
  private static final String RULE = "rule";

  /** Copies the rows. */
  public JvmRows {
    rows = List.copyOf(rows);
  }

  /**
   * Calculates the rows of a JVM from two of its states.
   *
   * @param jvm its name in the table
   * @param older null if there is none yet: nothing but counts is known then
   */
  public static JvmRows between(String jvm, @Nullable JvmState older, JvmState newer) {
    double seconds = older == null ? Double.NaN : (newer.nanos() - older.nanos()) / NANOS_A_SECOND;
    if (older == null || !(seconds > 0)) {
      return new JvmRows(Double.NaN, Double.NaN, withoutRates(jvm, newer));
    }
    Map<String, Double> overhead = overhead(older, newer);
    double total = overhead.values().stream().mapToDouble(Double::doubleValue).sum();
    Map<RunKey, Change> changes = new HashMap<>();
    Map<String, Double> callsOfRules = new HashMap<>();
    newer
        .runs()
        .forEach(
            (key, counts) -> {
              Change change = Change.between(older.runs().get(key), counts);
              changes.put(key, change);
              String rule = key.labels().get(RULE);
              if (rule != null) {
                callsOfRules.merge(rule, change.completed, Double::sum);
              }
            });
    List<RunRow> rows = new ArrayList<>();
    changes.forEach(
        (key, change) -> {
          double share = share(key, change, callsOfRules, overhead, total);
          rows.add(change.row(jvm, key, seconds, share));
        });
    return new JvmRows(seconds, newer.overhead().isEmpty() ? Double.NaN : total / seconds, rows);
  }

  private static List<RunRow> withoutRates(String jvm, JvmState state) {
    List<RunRow> rows = new ArrayList<>();
    double unknown = Double.NaN;
    state
        .runs()
        .forEach(
            (key, counts) ->
                rows.add(
                    new RunRow(
                        jvm,
                        key,
                        unknown,
                        unknown,
                        unknown,
                        unknown,
                        NativeHistogram.EMPTY,
                        unknown,
                        counts)));
    return rows;
  }

  private static Map<String, Double> overhead(JvmState older, JvmState newer) {
    Map<String, Double> overhead = new HashMap<>();
    newer
        .overhead()
        .forEach(
            (rule, seconds) -> {
              double before = older.overhead().getOrDefault(rule, 0.0);
              overhead.put(rule, seconds < before ? seconds : seconds - before);
            });
    return overhead;
  }

  /** Returns the part of the overhead: that of the rule, divided among its rows by their calls. */
  private static double share(
      RunKey key,
      Change change,
      Map<String, Double> callsOfRules,
      Map<String, Double> overhead,
      double total) {
    String rule = key.labels().get(RULE);
    Double ofRule = rule == null ? null : overhead.get(rule);
    if (ofRule == null) {
      return Double.NaN;
    }
    double calls = callsOfRules.getOrDefault(rule, 0.0);
    return calls == 0 || total == 0 ? 0 : ofRule / total * change.completed / calls;
  }

  /** The change from one count to the next; since the restart if the counting began again. */
  private record Change(double completed, double failed, NativeHistogram durations, RunCounts now) {
    static Change between(@Nullable RunCounts older, RunCounts newer) {
      NativeHistogram durations =
          older == null ? newer.durations() : newer.durations().since(older.durations());
      if (older == null
          || durations == null
          || newer.createdNanos() != older.createdNanos()
          || newer.started() < older.started()
          || newer.completed() < older.completed()
          || newer.failed() < older.failed()) {
        return new Change(newer.completed(), newer.failed(), newer.durations(), newer);
      }
      return new Change(
          newer.completed() - older.completed(), newer.failed() - older.failed(), durations, newer);
    }

    RunRow row(String jvm, RunKey key, double seconds, double share) {
      return new RunRow(
          jvm,
          key,
          completed / seconds,
          failed / seconds,
          completed,
          failed,
          durations,
          share,
          now);
    }
  }
}
