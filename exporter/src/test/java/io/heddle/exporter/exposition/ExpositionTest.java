package io.heddle.exporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.heddle.registry.Cells;
import io.heddle.registry.FamilySpec;
import io.heddle.registry.Grid;
import io.heddle.registry.HistogramPoint;
import io.heddle.registry.LabelSet;
import io.heddle.registry.MetricSink;
import io.heddle.registry.MetricSnapshot;
import io.heddle.registry.Outcome;
import io.heddle.registry.Point;
import io.heddle.registry.Registry;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_34_0.Metrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionTest {
  private static final Grid GRID = new Grid(new double[] {.1, .5, 1, 2.5, 5, 10, 30, 60});

  private final Registry registry = new Registry("heddle", 2000, 8 << 20);
  private final Map<String, Integer> refused = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();

  private Cells orchestration() {
    return registry
        .family(new FamilySpec("orchestration", "Full orchestration", List.of(), GRID, true))
        .series(List.of())
        .shared();
  }

  private Cells tool(String tool) {
    return registry
        .family(new FamilySpec("tool", "Tool calls", List.of("tool"), GRID, true))
        .series(List.of(tool))
        .shared();
  }

  private void observeGolden() {
    for (double seconds : new double[] {.05, .3, 7, 100}) {
      Cells cells = orchestration();
      cells.start();
      cells.succeed(Math.round(seconds * 1e9));
    }
  }

  private interface Scraped {
    void scrape(MetricSink sink) throws IOException;
  }

  private byte[] bytes(Scraped scraped, Format format, String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExpositionWriter writer = ExpositionWriter.of(format, out);
    scraped.scrape(
        new WritableMetrics(
            MetricNames.only(List.of(names)),
            format == Format.PROTOBUF,
            (metric, series, why) -> refused.merge(metric, series, Integer::sum),
            writer));
    writer.end();
    return out.toByteArray();
  }

  private byte[] bytes(List<MetricSnapshot> metrics, Format format) throws IOException {
    return bytes(
        sink -> {
          for (MetricSnapshot metric : metrics) {
            sink.take(metric, false);
          }
        },
        format);
  }

  private String text(Format format) throws IOException {
    return new String(bytes(registry::scrape, format), StandardCharsets.UTF_8);
  }

  private List<Metrics.MetricFamily> protobuf() throws IOException {
    return families(bytes(registry::scrape, Format.PROTOBUF));
  }

  private static List<Metrics.MetricFamily> families(byte[] message) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(message);
    List<Metrics.MetricFamily> families = new ArrayList<>();
    for (Metrics.MetricFamily family = Metrics.MetricFamily.parseDelimitedFrom(in);
        family != null;
        family = Metrics.MetricFamily.parseDelimitedFrom(in)) {
      families.add(family);
    }
    return families;
  }

  @Test
  void od1od2od3TheGoldenHistogramIsWrittenAsPrometheusReadsIt() throws IOException {
    observeGolden();
    String name = "heddle_orchestration_duration_seconds";
    assertThat(text(Format.TEXT))
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
    assertThat(text(Format.OPEN_METRICS))
        .contains("# TYPE heddle_orchestration_started counter\n")
        .contains("heddle_orchestration_started_total 4.0\n")
        .endsWith("# EOF\n");
  }

  @Test
  void vector2LabelsAreEscaped() throws IOException {
    tool("a\"b\\c\nd").start();
    tool("\uD800").start();
    tool("\uD801").start();
    assertThat(text(Format.TEXT))
        .contains("heddle_tool_started_total{tool=\"a\\\"b\\\\c\\nd\"} 1.0\n")
        .contains("heddle_tool_started_total{tool=\"\uFFFDd800\"} 1.0\n")
        .contains("heddle_tool_started_total{tool=\"\uFFFDd801\"} 1.0\n");
    assertThat(refused).isEmpty();
  }

  @Test
  void od4HelpAndLabelsCannotBreakALine() throws IOException {
    Objects.requireNonNull(
            registry.own(warnings::add).gauge("shop_stock", "a\"b\\c\nd", List.of("kind")))
        .at(List.of("x\"} 9\nshop_stock{kind=\"y"))
        .set(2);
    assertThat(text(Format.TEXT).lines())
        .containsExactly(
            "# HELP shop_stock a\"b\\\\c\\nd",
            "# TYPE shop_stock gauge",
            "shop_stock{kind=\"x\\\"} 9\\nshop_stock{kind=\\\"y\"} 2.0");
  }

  @Test
  void vector3ACounterThatIsRegisteredTwiceIsWrittenOnce() throws IOException {
    for (String help : List.of("Orders.", "All orders.")) {
      Objects.requireNonNull(
              registry.own(warnings::add).counter("shop_orders_total", help, List.of()))
          .at(List.of())
          .increment();
    }
    assertThat(text(Format.TEXT))
        .isEqualTo(
            """
            # HELP shop_orders_total Orders.
            # TYPE shop_orders_total counter
            shop_orders_total 2.0
            """);
    assertThat(warnings).isEmpty();
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
        protobuf().stream()
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
    assertThat(new String(bytes(List.of(own), Format.TEXT), StandardCharsets.UTF_8))
        .contains("# TYPE shop_basket_euros histogram\n" + expected);
    assertThat(new String(bytes(List.of(own), Format.OPEN_METRICS), StandardCharsets.UTF_8))
        .contains("shop_basket_euros_bucket{kind=\"book\",le=\"+Inf\"} 3\n");
    assertThat(refused).isEmpty();
  }

  @Test
  void shouldWriteInfo() throws IOException {
    MetricSnapshot info =
        new MetricSnapshot.Info(
            "heddle_build_info", "Build", new LabelSet(List.of("version"), List.of("1")));
    assertThat(new String(bytes(List.of(info), Format.TEXT), StandardCharsets.UTF_8))
        .contains("heddle_build_info{version=\"1\"} 1\n");
    assertThat(new String(bytes(List.of(info), Format.OPEN_METRICS), StandardCharsets.UTF_8))
        .contains("# TYPE heddle_build info\n")
        .contains("heddle_build_info{version=\"1\"} 1\n");
  }

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
    String text = new String(bytes(metrics, Format.TEXT), StandardCharsets.UTF_8);
    assertThat(text.lines().filter(line -> !line.startsWith("#")))
        .containsExactly(
            "good NaN", "no_name_at_all_ 3.0", "twice 4.0", "falls_total{v=\"1\"} 8.0", "last 6.0");
    assertThat(refused).containsOnly(entry("good", 1), entry("twice", 3), entry("falls_total", 1));
    String open = new String(bytes(metrics, Format.OPEN_METRICS), StandardCharsets.UTF_8);
    assertThat(open).contains("\ntwice 4.0\n", "falls_total{v=\"1\"} 8.0\n").endsWith("\n# EOF\n");
    List<Metrics.MetricFamily> families = families(bytes(metrics, Format.PROTOBUF));
    assertThat(families)
        .extracting(Metrics.MetricFamily::getName)
        .containsExactly("good", "no_name_at_all_", "twice", "falls_total", "last");
    assertThat(refused).containsOnly(entry("good", 3), entry("twice", 9), entry("falls_total", 3));
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
      String text = new String(bytes(metrics, format), StandardCharsets.UTF_8);
      assertThat(text.lines().filter(line -> line.startsWith("# TYPE"))).hasSize(1);
      assertThat(text.lines().filter(line -> line.startsWith("# HELP"))).hasSize(1);
      assertThat(text.lines().filter(line -> line.startsWith("# EOF")).count())
          .isEqualTo(format == Format.TEXT ? 0 : 1);
      assertThat(text.lines().filter(line -> line.startsWith("many{")))
          .doesNotHaveDuplicates()
          .hasSize(1500)
          .contains("many{v=\"3\"} 3.0", "many{v=\"1499\"} 1499.0");
    }
    List<Metrics.MetricFamily> families = families(bytes(metrics, Format.PROTOBUF));
    assertThat(families).hasSize(1);
    assertThat(families.get(0).getHelp()).isEqualTo("Help");
    assertThat(families.get(0).getMetricList())
        .extracting(metric -> (int) metric.getGauge().getValue())
        .doesNotHaveDuplicates()
        .hasSize(1500);
    assertThat(refused).containsOnly(entry("many", 3));
  }

  @Test
  void shouldWriteEveryHistogramOfALargeFamily() throws IOException {
    for (int i = 0; i < 500; i++) {
      Cells cells = tool("t" + i);
      cells.start();
      cells.succeed(i * 1_000_000L);
      cells.start();
      cells.end(1, Outcome.TIMEOUT, "timeout");
    }
    for (Format format : List.of(Format.TEXT, Format.OPEN_METRICS)) {
      String text = text(format);
      assertThat(text.lines().filter(line -> line.startsWith("heddle_tool_duration_seconds_count")))
          .doesNotHaveDuplicates()
          .hasSize(1000);
      assertThat(text.lines().filter(line -> line.startsWith("# TYPE"))).hasSize(5);
    }
    assertThat(protobuf())
        .hasSize(5)
        .filteredOn(family -> family.getType() == Metrics.MetricType.HISTOGRAM)
        .singleElement()
        .satisfies(family -> assertThat(family.getMetricCount()).isEqualTo(1000))
        .satisfies(
            family ->
                assertThat(family.getMetricList())
                    .allMatch(metric -> metric.getHistogram().getSampleCount() == 1)
                    .allMatch(metric -> metric.getHistogram().getPositiveDeltaCount() < 2));
    assertThat(refused).isEmpty();
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
    tool("x").start();
    tool("x").succeed(1);
    byte[] text = bytes(registry::scrape, Format.OPEN_METRICS, wanted.split(";", -1));
    assertThat(
            new String(text, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.joining(" ")))
        .isEqualTo(chosen);
  }

  private static MetricSnapshot gauge(String name, Point... points) {
    return new MetricSnapshot.Gauge(name, "Help", List.of(points));
  }

  @Test
  void shouldNotReadTheApplicationsProperties() throws IOException {
    System.setProperty("io.prometheus.exporter.include_created_timestamps", "nonsense");
    try {
      observeGolden();
      assertThat(text(Format.TEXT)).contains("heddle_orchestration");
      assertThat(text(Format.OPEN_METRICS)).contains("heddle_orchestration");
      assertThat(protobuf()).isNotEmpty();
    } finally {
      System.clearProperty("io.prometheus.exporter.include_created_timestamps");
    }
  }

  @Test
  void shouldWriteACounterOfWhatWasCreatedInAllFormats() throws IOException {
    registry.counter("boxes_created", "Boxes.", List.of("runner")).at(List.of("wasm")).add(3);
    assertThat(text(Format.TEXT))
        .contains("# TYPE heddle_boxes_created_total counter\n")
        .contains("heddle_boxes_created_total{runner=\"wasm\"} 3.0\n");
    assertThat(text(Format.OPEN_METRICS))
        .contains("# TYPE heddle_boxes_created counter\n")
        .contains("heddle_boxes_created_total{runner=\"wasm\"} 3.0\n");
    Metrics.MetricFamily family =
        Metrics.MetricFamily.parseDelimitedFrom(
            new ByteArrayInputStream(bytes(registry::scrape, Format.PROTOBUF)));
    assertThat(family.getName()).isEqualTo("heddle_boxes_created_total");
    assertThat(refused).isEmpty();
  }
}
