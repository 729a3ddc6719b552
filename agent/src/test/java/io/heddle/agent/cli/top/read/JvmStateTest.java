package io.heddle.agent.cli.top.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JvmStateTest {
  private static final RunKey SEARCH = new RunKey("tool", Map.of("tool", "search"));

  private static Metric metric(String name, Metric.Series... series) {
    return new Metric(name, List.of(series));
  }

  private static Metric.Series value(double value, String... labels) {
    return new Metric.Series(map(labels), value, 9, NativeHistogram.EMPTY);
  }

  private static Map<String, String> map(String... labels) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      map.put(labels[i], labels[i + 1]);
    }
    return map;
  }

  private static List<Metric> metrics(String prefix) {
    NativeHistogram one = NativeHistogramTest.of(1);
    NativeHistogram two = NativeHistogramTest.of(2);
    return List.of(
        metric(prefix + "_self_scrape_duration_seconds", value(0.1)),
        metric(prefix + "_tool_started_total", value(8, "tool", "search")),
        metric(
            prefix + "_tool_completed_total",
            value(4, "tool", "search", "outcome", "success"),
            value(2, "tool", "search", "outcome", "failure"),
            value(1, "tool", "search", "outcome", "timeout")),
        metric(prefix + "_tool_in_flight", value(1, "tool", "search")),
        metric(
            prefix + "_tool_duration_seconds",
            new Metric.Series(map("tool", "search", "outcome", "success"), Double.NaN, 0, one),
            new Metric.Series(map("tool", "search", "outcome", "failure"), Double.NaN, 0, two)),
        // an application's own, which has no runs
        metric("shop_orders_started_total", value(3)),
        metric(prefix + "_self_overhead_seconds_total", value(0.5, "rule", "r")));
  }

  @Test
  void shouldGatherTheSeriesOfEachKindOfRun() {
    for (String prefix : List.of("heddle", "acme")) {
      JvmState state = JvmState.of(metrics(prefix), 7);
      assertThat(state.nanos()).isEqualTo(7);
      assertThat(state.runs())
          .containsExactly(
              Map.entry(SEARCH, new RunCounts(8, 7, 3, 1, NativeHistogramTest.of(1, 2), 9)));
      assertThat(state.overhead()).containsExactly(Map.entry("r", 0.5));
    }
  }

  @Test
  void shouldReadAnEmptyExposition() {
    assertThat(JvmState.of(List.of(), 1).runs()).isEmpty();
  }
}
