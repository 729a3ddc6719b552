package io.heddle.agent.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.heddle.agent.RegistryValues;
import io.heddle.registry.Registry;
import io.heddle.registry.labeled.HistogramDataPoint;
import io.heddle.registry.labeled.LabeledCounter;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ApplicationMetricsTest {
  private static final double[] BOUNDS = {-1, 0, 2.5};

  private final List<String> warnings = new ArrayList<>();
  private final Registry registry = new Registry("heddle", 3, 0);
  private final ApplicationMetrics own = in(registry);

  private ApplicationMetrics in(Registry registry) {
    return new ApplicationMetrics(registry.metrics(), Set.of(), warnings::add);
  }

  private LabeledCounter counter(String name, String... labels) {
    return Objects.requireNonNull(own.counter(name, "Help.", List.of(labels)));
  }

  private ClassicHistogram histogram(String name, String... labels) {
    return Objects.requireNonNull(own.histogram(name, "Help.", BOUNDS, List.of(labels)));
  }

  @Test
  void shouldExportNamesAsTheyAre() {
    counter("shop_orders_total", "kind").at(List.of("book")).add(3);
    Objects.requireNonNull(own.gauge("shop_stock", "Stock.", List.of())).at(List.of()).set(.5);
    RegistryValues now = new RegistryValues(registry);
    assertThat(now.value("shop_orders_total", "book")).isEqualTo(3);
    assertThat(now.value("shop_stock")).isEqualTo(.5);
    assertThat(warnings).isEmpty();
  }

  @Test
  void shouldExportNothingThatNobodyFed() {
    counter("a_total");
    histogram("b").at(List.of());
    own.gauge("c", "Help.", List.of());
    assertThat(registry.snapshot()).isEmpty();
  }

  @Test
  @Tag("O9")
  void shouldPutValuesIntoTheLowestBucketWhoseBoundIsNotBelowThem() {
    HistogramDataPoint values = histogram("h").at(List.of());
    for (double value : new double[] {-7, -1, -.5, -0.0, 0, 2.5, 2.6, 1e300}) {
      values.observe(value);
    }
    HistogramPoint point = point("h");
    assertThat(point.counts()).containsExactly(2, 3, 1, 2);
    assertThat(point.count()).isEqualTo(8);
    assertThat(point.sum()).isEqualTo(1e300);
  }

  @Test
  @Tag("O6")
  void shouldHoldThemAllInOneRegistry() {
    counter("c_total").at(List.of()).increment();
    counter("c_total").at(List.of()).increment();
    assertThat(new RegistryValues(registry).value("c_total")).isEqualTo(2);
  }

  @Test
  @Tag("O-D6")
  void shouldCountInTheRegistryOfTheHandleAndInNoOther() {
    Registry other = new Registry("heddle", 3, 0);
    LabeledCounter there = Objects.requireNonNull(in(other).counter("c_total", "Help.", List.of()));
    counter("c_total").at(List.of()).add(5);
    there.at(List.of()).increment();
    assertThat(new RegistryValues(registry).value("c_total")).isEqualTo(5);
    assertThat(new RegistryValues(other).value("c_total")).isEqualTo(1);
  }

  @Test
  @Tag("O-D8")
  void shouldCountAsManyValuesAsTheBucketsHoldAtEveryScrape() throws Exception {
    HistogramDataPoint values = histogram("h").at(List.of());
    values.observe(-1);
    Workers workers =
        Workers.start(
            4,
            index -> {
              for (int i = 0; i < 50_000; i++) {
                values.observe(index);
              }
            });
    while (workers.areAlive()) {
      HistogramPoint point = point("h");
      assertThat(Arrays.stream(point.counts()).sum()).isEqualTo(point.count());
    }
    workers.join();
    assertThat(point("h").counts()).containsExactly(1, 50_000, 100_000, 50_000);
    assertThat(point("h").sum()).isEqualTo(50_000.0 * (1 + 2 + 3) - 1);
  }

  @Test
  @Tag("O-D10")
  void shouldGiveEachTypeLabelsAndAddMoreThanOneToACounter() {
    counter("c_total", "a", "b").at(List.of("x", "y")).add(3);
    histogram("h", "a").at(List.of("x")).observe(2);
    Objects.requireNonNull(own.gauge("g", "Help.", List.of("a"))).at(List.of("x")).add(-.5);
    RegistryValues now = new RegistryValues(registry);
    assertThat(now.value("c_total", "x", "y")).isEqualTo(3);
    assertThat(now.value("g", "x")).isEqualTo(-.5);
    assertThat(point("h").labels().values()).containsExactly("x");
  }

  @Test
  @Tag("vector-13")
  void shouldLoseNothingWhileThreadsAndScrapesMeet() throws Exception {
    LabeledCounter counter = counter("c_total", "kind");
    ClassicHistogram histogram = histogram("h", "kind");
    Workers workers =
        Workers.start(
            8,
            index -> {
              for (int i = 0; i < 20_000; i++) {
                counter.at(List.of("x")).increment();
                histogram.at(List.of("x")).observe(1);
              }
            });
    double last = 0;
    while (workers.areAlive()) {
      double now = new RegistryValues(registry).value("c_total", "x");
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
    }
    workers.join();
    assertThat(new RegistryValues(registry).value("c_total", "x")).isEqualTo(160_000);
    assertThat(point("h").count()).isEqualTo(160_000);
    assertThat(point("h").sum()).isEqualTo(160_000);
  }

  @Test
  void shouldFoldWhatIsTooMuchIntoTheOverflow() {
    for (int i = 0; i < 5; i++) {
      counter("c_total", "kind").at(List.of("v" + i)).increment();
      histogram("h", "kind").at(List.of("v" + i)).observe(i);
    }
    assertThat(new RegistryValues(registry).value("c_total", "_overflow_")).isEqualTo(2);
    assertThat(classic("h").points()).hasSize(4);
    assertThat(classic("h").points().get(3).labels().values()).containsExactly("_overflow_");
    assertThat(classic("h").points().get(3).count()).isEqualTo(2);
    assertThat(registry.dropped()).isEqualTo(Map.of("c_total", 2L, "h", 2L));
  }

  @Test
  void shouldRefuseWhatDiffersOnceInTheLogAndCountIt() {
    counter("c_total", "a").at(List.of("x")).increment();
    histogram("h");
    for (int i = 0; i < 3; i++) {
      assertThat(own.counter("c_total", "Help.", List.of("b"))).isNull();
      assertThat(own.gauge("c", "Help.", List.of())).isNull();
      assertThat(own.histogram("h", "Help.", new double[] {1}, List.of())).isNull();
      assertThat(own.gauge("h", "Help.", List.of())).isNull();
      assertThat(own.gauge("heddle_up", "Help.", List.of())).isNull();
      assertThat(own.histogram("od9", "Help.", new double[] {1, .5}, List.of())).isNull();
      assertThat(own.counter("no_name total", "Help.", List.of())).isNull();
      assertThat(own.gauge("labels", "Help.", List.of("le"))).isNull();
    }
    own.reject(ApplicationMetrics.Rejection.VALUE);
    assertThat(warnings).hasSize(7);
    assertThat(warnings.get(0))
        .isEqualTo(
            "metric c_total of the application is refused: it exists with other labels or bounds");
    assertThat(warnings.get(1)).endsWith("one of another type has this name");
    assertThat(warnings.get(3)).endsWith("names with heddle_ are Heddle's own");
    assertThat(own.rejected()).isEqualTo(Map.of("metric", 24L, "value", 1L));
    assertThat(new RegistryValues(registry).value("c_total", "x")).isEqualTo(1);
  }

  @Test
  void shouldTakeAThousandMetrics() {
    for (int i = 0; i < ApplicationMetrics.LIMIT; i++) {
      counter("c" + i + "_total");
    }
    assertThat(own.gauge("one_more", "Help.", List.of())).isNull();
    assertThat(warnings).singleElement().asString().endsWith("there are 1000 already");
    counter("c7_total").at(List.of()).increment();
    assertThat(new RegistryValues(registry).value("c7_total")).isEqualTo(1);
  }

  @Test
  void shouldForgetThemWhenTheRegistryCloses() {
    counter("c_total").at(List.of()).increment();
    registry.close();
    assertThatCode(() -> counter("c_total").at(List.of()).increment()).doesNotThrowAnyException();
    assertThat(registry.snapshot()).isEmpty();
    // a metric that is new then is not kept either: it may be of a loader that is to go
    assertThatCode(() -> counter("d_total").at(List.of()).increment()).doesNotThrowAnyException();
    assertThat(registry.snapshot()).isEmpty();
    assertThat(registry.metrics().all()).isEmpty();
  }

  private MetricSnapshot.ClassicHistogram classic(String name) {
    for (MetricSnapshot metric : registry.snapshot()) {
      if (metric instanceof MetricSnapshot.ClassicHistogram found && found.name().equals(name)) {
        return found;
      }
    }
    throw new AssertionError("no " + name);
  }

  private HistogramPoint point(String name) {
    return classic(name).points().get(0);
  }

  @Test
  void shouldRefuseWhatAProfileExports() {
    Registry other = new Registry("heddle", 3, 0);
    Set<String> reserved = Set.of("oxios_agents_forked", "oxios_agents_running");
    ApplicationMetrics beside = new ApplicationMetrics(other.metrics(), reserved, warnings::add);
    assertThat(beside.counter("oxios_agents_forked_total", "Mine.", List.of("q"))).isNull();
    assertThat(beside.gauge("oxios_agents_running", "Mine.", List.of())).isNull();
    assertThat(warnings).hasSize(2).allMatch(text -> text.contains("a profile exports this name"));
    assertThat(beside.gauge("oxios_agents", "Mine.", List.of())).isNotNull();
  }

  @Test
  void shouldHandOverHistogramsPartByPart() throws IOException {
    int sets = 2 * MetricSink.HISTOGRAMS + 1;
    Registry wide = new Registry("heddle", sets, 0);
    ClassicHistogram histogram =
        Objects.requireNonNull(in(wide).histogram("h", "H", new double[] {1}, List.of("a")));
    for (int set = 0; set < sets; set++) {
      histogram.at(List.of("v" + set)).observe(set);
    }
    List<Integer> parts = new ArrayList<>();
    wide.scrape(
        (metric, continued) -> {
          assertThat(continued).isEqualTo(!parts.isEmpty());
          parts.add(((MetricSnapshot.ClassicHistogram) metric).points().size());
        });
    assertThat(parts).containsExactly(MetricSink.HISTOGRAMS, MetricSink.HISTOGRAMS, 1);
  }

  @Test
  void shouldKeepOddLabelValuesApartInGaugesToo() {
    Registry wide = new Registry("heddle", 10, 0);
    List<String> odd = List.of("\0", "\uFFFD0000", "\uD800", "\uFFFDd800", "\uFFFD");
    LabeledGauge gauge = LabeledGauge.of(wide.metrics(), "size", "S", List.of("v"));
    odd.forEach(value -> gauge.at(List.of(value)).set(1));
    MetricSnapshot.Gauge read = (MetricSnapshot.Gauge) wide.snapshot().get(0);
    assertThat(read.points())
        .extracting(point -> point.labels().values())
        .doesNotHaveDuplicates()
        .hasSize(odd.size());
    assertThat(wide.repairedLabels()).isEqualTo(4);
  }

  @Test
  void shouldStayAtTheTopBeyondIt() {
    LabeledCounter total = counter("val_total");
    total.at(List.of()).add(Long.MAX_VALUE);
    total.at(List.of()).add(2);
    assertThat(registry.snapshot()).hasSize(1);
    MetricSnapshot.Counter read = (MetricSnapshot.Counter) registry.snapshot().get(0);
    assertThat(read.points().get(0).value()).isEqualTo((double) Long.MAX_VALUE);
  }
}
