package io.heddle.exporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_34_0.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Metrics that are written block by block, and series that cannot be written. */
class BlocksTest {
  private final Written written = new Written();

  @Test
  void shouldLeaveOutAndCountWhatCannotBeWrittenAndNothingElse() throws IOException {
    LabelSet bad = new LabelSet(List.of("__name__"), List.of("x"));
    LabelSet twice = new LabelSet(List.of("a", "a"), List.of("x", "y"));
    List<MetricSnapshot> metrics = new ArrayList<>();
    metrics.add(gauge("good", new Point(LabelSet.EMPTY, Double.NaN)));
    metrics.add(gauge("good", new Point(LabelSet.EMPTY, 2)));
    metrics.add(gauge("no name at all!", new Point(LabelSet.EMPTY, 3)));
    metrics.add(
        gauge(
            "twice",
            new Point(LabelSet.EMPTY, 4),
            new Point(LabelSet.EMPTY, 5),
            new Point(bad, 6),
            new Point(twice, 7)));
    metrics.add(
        new MetricSnapshot.Counter(
            "falls_total", "F", List.of(new Point(LabelSet.EMPTY, -1), new Point(value(1), 8))));
    metrics.add(gauge("last", new Point(LabelSet.EMPTY, 6)));
    String text = new String(written.bytes(metrics, Format.TEXT), StandardCharsets.UTF_8);
    assertThat(text.lines().filter(line -> !line.startsWith("#")))
        .containsExactly(
            "good NaN", "no_name_at_all_ 3.0", "twice 4.0", "falls_total{v=\"1\"} 8.0", "last 6.0");
    assertThat(written.refused)
        .containsOnly(entry("good", 1), entry("twice", 3), entry("falls_total", 1));
    String open = new String(written.bytes(metrics, Format.OPEN_METRICS), StandardCharsets.UTF_8);
    assertThat(open).contains("\ntwice 4.0\n", "falls_total{v=\"1\"} 8.0\n").endsWith("\n# EOF\n");
    List<Metrics.MetricFamily> families = Written.families(written.bytes(metrics, Format.PROTOBUF));
    assertThat(families)
        .extracting(Metrics.MetricFamily::getName)
        .containsExactly("good", "no_name_at_all_", "twice", "falls_total", "last");
    assertThat(written.refused)
        .containsOnly(entry("good", 3), entry("twice", 9), entry("falls_total", 3));
  }

  private static LabelSet value(int number) {
    return new LabelSet(List.of("v"), List.of(Integer.toString(number)));
  }

  @Test
  void shouldWriteOneMetricHoweverManyBlocksItHas() throws IOException {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      points.add(new Point(value(i), i));
    }
    points.add(700, new Point(value(3), -1)); // far from its twin
    List<MetricSnapshot> metrics = List.of(new MetricSnapshot.Gauge("many", "Help", points));
    for (Format format : List.of(Format.TEXT, Format.OPEN_METRICS)) {
      String text = new String(written.bytes(metrics, format), StandardCharsets.UTF_8);
      assertThat(text.lines().filter(line -> line.startsWith("# TYPE"))).hasSize(1);
      assertThat(text.lines().filter(line -> line.startsWith("# HELP"))).hasSize(1);
      assertThat(text.lines().filter(line -> line.startsWith("# EOF")).count())
          .isEqualTo(format == Format.TEXT ? 0 : 1);
      assertThat(text.lines().filter(line -> line.startsWith("many{")))
          .doesNotHaveDuplicates()
          .hasSize(1500)
          .contains("many{v=\"3\"} 3.0", "many{v=\"1499\"} 1499.0");
    }
    List<Metrics.MetricFamily> families = Written.families(written.bytes(metrics, Format.PROTOBUF));
    assertThat(families).hasSize(1);
    assertThat(families.get(0).getHelp()).isEqualTo("Help");
    assertThat(families.get(0).getMetricList())
        .extracting(metric -> (int) metric.getGauge().getValue())
        .doesNotHaveDuplicates()
        .hasSize(1500);
    assertThat(written.refused).containsOnly(entry("many", 3));
  }

  @Test
  void shouldWriteEveryHistogramOfALargeFamily() throws IOException {
    for (int i = 0; i < 500; i++) {
      Cells cells = written.tool("t" + i);
      cells.start();
      cells.succeed(i * 1_000_000L);
      cells.start();
      cells.end(1, Outcome.TIMEOUT, "timeout");
    }
    for (Format format : List.of(Format.TEXT, Format.OPEN_METRICS)) {
      String text = written.text(format);
      assertThat(text.lines().filter(line -> line.startsWith("heddle_tool_duration_seconds_count")))
          .doesNotHaveDuplicates()
          .hasSize(1000);
      assertThat(text.lines().filter(line -> line.startsWith("# TYPE"))).hasSize(6);
    }
    assertThat(written.protobuf())
        .hasSize(6)
        .filteredOn(family -> family.getType() == Metrics.MetricType.HISTOGRAM)
        .singleElement()
        .satisfies(family -> assertThat(family.getMetricCount()).isEqualTo(1000))
        .satisfies(
            family ->
                assertThat(family.getMetricList())
                    .allMatch(metric -> metric.getHistogram().getSampleCount() == 1)
                    .allMatch(metric -> metric.getHistogram().getPositiveDeltaCount() < 2));
    assertThat(written.refused).isEmpty();
  }

  private static MetricSnapshot gauge(String name, Point... points) {
    return new MetricSnapshot.Gauge(name, "Help", List.of(points));
  }
}
