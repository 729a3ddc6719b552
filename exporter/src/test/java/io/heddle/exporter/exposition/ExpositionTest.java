package io.heddle.exporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.family.Budget;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.labeled.LabeledCounter;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_34_0.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionTest {
  private final Written written = new Written();

  private Cells orchestration() {
    return written
        .registry
        .family(
            new FamilySpec("orchestration", "Full orchestration", List.of(), Written.GRID, true))
        .series(List.of())
        .shared();
  }

  private void observeGolden() {
    for (double seconds : new double[] {.05, .3, 7, 100}) {
      Cells cells = orchestration();
      cells.start();
      cells.succeed(Math.round(seconds * 1e9));
    }
  }

  @Test
  @Tag("O-D1")
  @Tag("O-D2")
  @Tag("O-D3")
  void shouldWriteTheGoldenHistogramAsPrometheusReadsIt() throws IOException {
    observeGolden();
    String name = "heddle_orchestration_duration_seconds";
    assertThat(written.text(Format.TEXT))
        .contains(
            """
            # TYPE heddle_orchestration_duration_seconds histogram
            NAME_bucket{outcome="success",le="0.1"} 1
            NAME_bucket{outcome="success",le="0.5"} 2
            NAME_bucket{outcome="success",le="1.0"} 2
            NAME_bucket{outcome="success",le="2.5"} 2
            NAME_bucket{outcome="success",le="5.0"} 2
            NAME_bucket{outcome="success",le="10.0"} 3
            NAME_bucket{outcome="success",le="30.0"} 3
            NAME_bucket{outcome="success",le="60.0"} 3
            NAME_bucket{outcome="success",le="+Inf"} 4
            NAME_count{outcome="success"} 4
            NAME_sum{outcome="success"} 107.35
            """
                .replace("NAME", name))
        .contains("heddle_orchestration_completed_total{outcome=\"success\"} 4.0\n")
        .contains("# TYPE heddle_orchestration_completed_total counter\n")
        .contains("heddle_orchestration_in_flight 0.0\n");
  }

  @Test
  void shouldNameCountersInOpenMetricsWithoutTotal() throws IOException {
    observeGolden();
    assertThat(written.text(Format.OPEN_METRICS))
        .contains("# TYPE heddle_orchestration_started counter\n")
        .contains("heddle_orchestration_started_total 4.0\n")
        .endsWith("# EOF\n");
  }

  @Test
  @Tag("vector-2")
  void shouldEscapeLabels() throws IOException {
    written.tool("a\"b\\c\nd").start();
    written.tool("\uD800").start();
    written.tool("\uD801").start();
    assertThat(written.text(Format.TEXT))
        .contains("heddle_tool_started_total{tool=\"a\\\"b\\\\c\\nd\"} 1.0\n")
        .contains("heddle_tool_started_total{tool=\"\uFFFDd800\"} 1.0\n")
        .contains("heddle_tool_started_total{tool=\"\uFFFDd801\"} 1.0\n");
    assertThat(written.refused).isEmpty();
  }

  @Test
  @Tag("O-D4")
  void shouldNotLetHelpAndLabelsBreakALine() throws IOException {
    LabelSet labels = LabelSet.of(List.of("kind"), List.of("x\"} 9\nshop_stock{kind=\"y"));
    MetricSnapshot stock =
        new MetricSnapshot.Gauge("shop_stock", "a\"b\\c\nd", List.of(new Point(labels, 2)));
    written.registry.addProducer(() -> List.of(stock));
    assertThat(written.text(Format.TEXT).lines())
        .containsExactly(
            "# HELP shop_stock a\"b\\\\c\\nd",
            "# TYPE shop_stock gauge",
            "shop_stock{kind=\"x\\\"} 9\\nshop_stock{kind=\\\"y\"} 2.0");
  }

  @Test
  @Tag("vector-3")
  void shouldWriteACounterThatIsRegisteredTwiceOnce() throws IOException {
    for (String help : List.of("Orders.", "All orders.")) {
      written
          .registry
          .metrics()
          .add(
              new LabeledCounter("shop_orders_total", help, List.of(), 1, new Budget(0)), List.of())
          .at(List.of())
          .increment();
    }
    assertThat(written.text(Format.TEXT))
        .isEqualTo(
            """
            # HELP shop_orders_total Orders.
            # TYPE shop_orders_total counter
            shop_orders_total 2.0
            """);
  }

  @Test
  void shouldWriteClassicAndNativeBucketsInProtobuf() throws IOException {
    observeGolden();
    Cells cells = orchestration();
    cells.start();
    cells.succeed(10);
    cells.start();
    cells.end(3_000_000_000L, Outcome.FAILURE, "io");
    Metrics.MetricFamily family =
        written.protobuf().stream()
            .filter(f -> f.getName().equals("heddle_orchestration_duration_seconds"))
            .findFirst()
            .orElseThrow();
    assertThat(family.getMetricCount()).isEqualTo(2);
    Metrics.Histogram success =
        family.getMetricList().stream()
            .filter(m -> m.getLabel(0).getValue().equals("success"))
            .findFirst()
            .orElseThrow()
            .getHistogram();
    assertThat(success.getSampleCount()).isEqualTo(5);
    assertThat(success.getSchema()).isEqualTo(3);
    assertThat(success.getZeroThreshold()).isEqualTo(0x1p-20);
    assertThat(success.getZeroCount()).isEqualTo(1);
    assertThat(success.getBucketList())
        .extracting(Metrics.Bucket::getCumulativeCount)
        .containsExactly(2L, 3L, 3L, 3L, 3L, 4L, 4L, 4L, 5L);
    assertThat(nativeBuckets(success))
        .containsExactly(bucket(.05), bucket(.3), bucket(7), bucket(100));
  }

  /** Index of each bucket, as often as it was hit, by the rules of spans and deltas. */
  private static List<Integer> nativeBuckets(Metrics.Histogram histogram) {
    List<Integer> hit = new ArrayList<>();
    int index = 0;
    int at = 0;
    long count = 0;
    for (Metrics.BucketSpan span : histogram.getPositiveSpanList()) {
      index += span.getOffset();
      for (int i = 0; i < span.getLength(); i++) {
        count += histogram.getPositiveDelta(at++);
        for (long n = 0; n < count; n++) {
          hit.add(index);
        }
        index++;
      }
    }
    assertThat(at).isEqualTo(histogram.getPositiveDeltaCount());
    return hit;
  }

  private static int bucket(double seconds) {
    return (int) Math.ceil(8 * Math.log(seconds) / Math.log(2));
  }

  @Test
  void shouldWriteHistogramsOfAnApplicationsOwn() throws IOException {
    LabelSet book = new LabelSet(List.of("kind"), List.of("book"));
    MetricSnapshot own =
        new MetricSnapshot.ClassicHistogram(
            "shop_basket_euros",
            "Baskets.",
            new double[] {-1, 2.5},
            List.of(new HistogramPoint(book, 0, new long[] {1, 0, 2}, 3, 7.5)));
    String expected =
        """
        shop_basket_euros_bucket{kind="book",le="-1.0"} 1
        shop_basket_euros_bucket{kind="book",le="2.5"} 1
        shop_basket_euros_bucket{kind="book",le="+Inf"} 3
        shop_basket_euros_count{kind="book"} 3
        shop_basket_euros_sum{kind="book"} 7.5
        """;
    assertThat(new String(written.bytes(List.of(own), Format.TEXT), StandardCharsets.UTF_8))
        .contains("# TYPE shop_basket_euros histogram\n" + expected);
    assertThat(new String(written.bytes(List.of(own), Format.OPEN_METRICS), StandardCharsets.UTF_8))
        .contains("shop_basket_euros_bucket{kind=\"book\",le=\"+Inf\"} 3\n");
    assertThat(written.refused).isEmpty();
  }

  @Test
  void shouldWriteInfo() throws IOException {
    MetricSnapshot info =
        new MetricSnapshot.Info(
            "heddle_build_info", "Build", new LabelSet(List.of("version"), List.of("1")));
    assertThat(new String(written.bytes(List.of(info), Format.TEXT), StandardCharsets.UTF_8))
        .contains("heddle_build_info{version=\"1\"} 1\n");
    assertThat(
            new String(written.bytes(List.of(info), Format.OPEN_METRICS), StandardCharsets.UTF_8))
        .contains("# TYPE heddle_build info\n")
        .contains("heddle_build_info{version=\"1\"} 1\n");
  }

  @ParameterizedTest
  @CsvSource({
    "heddle_tool_started_total, heddle_tool_started",
    "heddle_tool_started, heddle_tool_started",
    "heddle_tool_duration_seconds, heddle_tool_duration_seconds",
    "heddle_tool_duration_seconds_bucket, heddle_tool_duration_seconds",
    "heddle_tool_in_flight;heddle_tool_started, heddle_tool_in_flight heddle_tool_started",
    "heddle_tool, ''",
    "nothing, ''"
  })
  void shouldChooseByNameAsClientJavaDoes(String wanted, String chosen) throws IOException {
    written.tool("x").start();
    written.tool("x").succeed(1);
    byte[] text =
        written.bytes(written.registry::scrape, Format.OPEN_METRICS, wanted.split(";", -1));
    assertThat(
            new String(text, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.joining(" ")))
        .isEqualTo(chosen);
  }

  @Test
  void shouldNotReadTheApplicationsProperties() throws IOException {
    System.setProperty("io.prometheus.exporter.include_created_timestamps", "nonsense");
    try {
      observeGolden();
      assertThat(written.text(Format.TEXT)).contains("heddle_orchestration");
      assertThat(written.text(Format.OPEN_METRICS)).contains("heddle_orchestration");
      assertThat(written.protobuf()).isNotEmpty();
    } finally {
      System.clearProperty("io.prometheus.exporter.include_created_timestamps");
    }
  }

  @Test
  void shouldWriteACounterOfWhatWasCreatedInAllFormats() throws IOException {
    written
        .registry
        .counter("boxes_created", "Boxes.", List.of("runner"))
        .at(List.of("wasm"))
        .add(3);
    assertThat(written.text(Format.TEXT))
        .contains("# TYPE heddle_boxes_created_total counter\n")
        .contains("heddle_boxes_created_total{runner=\"wasm\"} 3.0\n");
    assertThat(written.text(Format.OPEN_METRICS))
        .contains("# TYPE heddle_boxes_created counter\n")
        .contains("heddle_boxes_created_total{runner=\"wasm\"} 3.0\n");
    Metrics.MetricFamily family =
        Metrics.MetricFamily.parseDelimitedFrom(
            new ByteArrayInputStream(written.bytes(written.registry::scrape, Format.PROTOBUF)));
    assertThat(family.getName()).isEqualTo("heddle_boxes_created_total");
    assertThat(written.refused).isEmpty();
  }
}
