package io.heddle.exporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.RunFamily;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_34_0.Metrics;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * OpenMetrics and protobuf tell when each counter and histogram began, and what never ran reads 0.
 */
class CreatedTest {
  private final Written written = new Written();
  private long before;
  private long after;

  @BeforeEach
  void begin() {
    before = System.currentTimeMillis();
    RunFamily family =
        written.registry.family(
            new FamilySpec("tool", "Tool calls", List.of("tool"), Written.GRID, true));
    family.expect(List.of("never"));
    var cells = written.tool("failed");
    cells.start();
    cells.end(50_000_000, Outcome.FAILURE, "io");
    after = System.currentTimeMillis();
  }

  @Test
  void shouldWriteCreatedLinesInOpenMetricsOnly() throws IOException {
    String text = written.text(Format.OPEN_METRICS);
    for (String series :
        List.of(
            "heddle_tool_started_created{tool=\"never\"}",
            "heddle_tool_started_created{tool=\"failed\"}",
            "heddle_tool_completed_created{outcome=\"timeout\",tool=\"never\"}",
            "heddle_tool_completed_created{outcome=\"failure\",tool=\"failed\"}",
            "heddle_tool_errors_created{error_type=\"io\",tool=\"failed\"}",
            "heddle_tool_duration_seconds_created{outcome=\"success\",tool=\"never\"}",
            "heddle_tool_duration_seconds_created{outcome=\"failure\",tool=\"failed\"}")) {
      int at = text.indexOf("\n" + series + " ");
      assertThat(at).as("%s in %s", series, text).isPositive();
      String value = text.substring(at + series.length() + 2, text.indexOf('\n', at + 1));
      long millis = Math.round(Double.parseDouble(value) * 1000);
      assertThat(millis).isBetween(before, after);
    }
    assertThat(text)
        .contains("heddle_tool_started_total{tool=\"never\"} 0.0\n")
        .contains(
            "heddle_tool_duration_seconds_bucket{outcome=\"success\",tool=\"never\",le=\"+Inf\"} 0\n");
    assertThat(written.text(Format.TEXT))
        .doesNotContain("_created")
        .contains("heddle_tool_completed_total{outcome=\"failure\",tool=\"never\"} 0.0\n");
  }

  @Test
  void shouldWriteCreatedTimestampsInProtobuf() throws IOException {
    int counters = 0;
    int histograms = 0;
    for (Metrics.MetricFamily family : written.protobuf()) {
      for (Metrics.Metric metric : family.getMetricList()) {
        if (metric.hasCounter()) {
          counters++;
          isCreated(
              metric.getCounter().getCreatedTimestamp().getSeconds(),
              metric.getCounter().getCreatedTimestamp().getNanos());
        }
        if (metric.hasHistogram()) {
          histograms++;
          Metrics.Histogram histogram = metric.getHistogram();
          isCreated(
              histogram.getCreatedTimestamp().getSeconds(),
              histogram.getCreatedTimestamp().getNanos());
          assertThat(histogram.getSchema()).isEqualTo(3);
          assertThat(histogram.getBucketCount()).isEqualTo(9);
          assertThat(histogram.getSampleCount())
              .isEqualTo(metric.getLabel(1).getValue().equals("never") ? 0 : 1);
        }
      }
    }
    assertThat(counters).isEqualTo(2 + 5 + 1);
    assertThat(histograms).isEqualTo(2);
  }

  private void isCreated(long seconds, int nanos) {
    assertThat(seconds * 1000 + nanos / 1_000_000).isBetween(before, after);
  }
}
