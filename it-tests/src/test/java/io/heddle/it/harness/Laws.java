package io.heddle.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;

/** The laws that hold between the five series of a family in every scrape. */
public final class Laws {
  private static final String[] COUNTERS = {"_started_total", "_completed_total", "_errors_total"};

  private Laws() {}

  public static void hold(Scrape scrape, String family) {
    Map<String, double[]> byLabels = new TreeMap<>();
    scrape.values().forEach((series, value) -> add(byLabels, family, series, value));
    byLabels.forEach(
        (labels, v) -> {
          assertThat(v[0]).as("started of %s%s", family, labels).isEqualTo(v[1] + v[4]);
          assertThat(v[2]).as("errors of %s%s", family, labels).isEqualTo(v[3]);
          assertThat(v[5]).as("_count of %s%s", family, labels).isEqualTo(v[1]);
          assertThat(v[4]).as("in flight of %s%s", family, labels).isNotNegative();
          assertThat(v[6]).as("oldest of %s%s", family, labels).isNotNegative();
          assertThat(v[6] > 0 && v[4] == 0).as("oldest of nothing, %s%s", family, labels).isFalse();
        });
  }

  /** Started, completed, errors, completed other than success, in flight, _count, oldest. */
  private static void add(
      Map<String, double[]> byLabels, String family, String series, double value) {
    if (!series.startsWith("heddle_" + family + "_")) {
      return;
    }
    int open = series.indexOf('{');
    String name = open < 0 ? series : series.substring(0, open);
    String labels = open < 0 ? "{}" : series.substring(open);
    String own = labels.replaceAll("(, )?(outcome|error_type|le)=\"[^\"]*\"", "");
    double[] v = byLabels.computeIfAbsent(own.replace("{, ", "{"), key -> new double[7]);
    String what = name.substring(("heddle_" + family).length());
    switch (what) {
      case "_started_total" -> v[0] += value;
      case "_completed_total" -> {
        v[1] += value;
        v[3] += labels.contains("outcome=\"success\"") ? 0 : value;
      }
      case "_errors_total" -> v[2] += value;
      case "_in_flight" -> v[4] += value;
      case "_duration_seconds_count" -> v[5] += value;
      case "_oldest_seconds" -> v[6] += value;
      default -> {}
    }
  }

  /** No counter of {@code before} is missing or lower in {@code after}. */
  public static void neverFall(Scrape before, Scrape after, String family) {
    Map<String, Double> now = after.values();
    before
        .values()
        .forEach(
            (series, value) -> {
              if (isCounter(series, family)) {
                assertThat(now.getOrDefault(series, -1.0)).as(series).isGreaterThanOrEqualTo(value);
              }
            });
  }

  private static boolean isCounter(String series, String family) {
    for (String end : COUNTERS) {
      if (series.startsWith("heddle_" + family + end)) {
        return true;
      }
    }
    return series.startsWith("heddle_" + family + "_duration_seconds_");
  }
}
