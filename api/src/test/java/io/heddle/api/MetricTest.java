package io.heddle.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {
  private static final double[] BOUNDS = {1, 2.5, 10};

  @Test
  @Tag("O2")
  void shouldMakeOneCounterWhenItIsRegisteredTwice() {
    Counter first = Heddle.counter("o2_total", "Two.", "kind");
    assertThat(Heddle.counter("o2_total", "Other help.", "kind")).isSameAs(first);
    assertThat(first.labels("a").labelValues).containsExactly("a");
  }

  @Test
  @Tag("O3")
  void shouldMakeOneGaugeWhenItIsRegisteredTwice() {
    Gauge first = Heddle.gauge("o3", "Three.");
    assertThat(Heddle.gauge("o3", "Three.")).isSameAs(first);
  }

  @Test
  @Tag("O4")
  void shouldMakeOneHistogramWhenItIsRegisteredTwice() {
    double[] bounds = BOUNDS.clone();
    Histogram first = Heddle.histogram("o4", "Four.", bounds, "kind");
    bounds[0] = 99;
    assertThat(Heddle.histogram("o4", "Four.", BOUNDS, "kind")).isSameAs(first);
    refused(
        () -> Heddle.histogram("o4", "Four.", new double[] {1, 2}, "kind"),
        "exists with other bounds");
  }

  @Test
  @Tag("O2")
  void shouldRefuseConflicts() {
    Heddle.counter("clash_total", "C.", "a");
    refused(() -> Heddle.counter("clash_total", "C.", "b"), "the labels [a], not [b]");
    refused(() -> Heddle.counter("clash_total", "C."), "the labels [a], not []");
    refused(() -> Heddle.gauge("clash", "C."), "counter 'clash_total' exists");
    Heddle.gauge("clash_of_types", "C.");
    refused(() -> Heddle.histogram("clash_of_types", "C.", BOUNDS), "a gauge has this name");
  }

  @Test
  void shouldCompareOnlySoManyMetrics() {
    MetricTable table = new MetricTable(2);
    for (String name : new String[] {"a_total", "b_total", "c_total"}) {
      table.enter(counter(name), Counter.class);
    }
    Counter late = counter("c_total");
    assertThat(table.enter(late, Counter.class)).isSameAs(late);
    Counter early = counter("a_total");
    assertThat(table.enter(early, Counter.class)).isNotSameAs(early);
  }

  private static Counter counter(String name) {
    return new Counter(name, "help", java.util.List.of(), java.util.List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "_total",
        "orders",
        "1_total",
        "a-b_total",
        "a b_total",
        "ä_total",
        "heddle_x_total",
        "x_count_total",
        "x_info_total",
        "x_total_total",
        "x_bucket_total"
      })
  void shouldRefuseTheNamesOfCounters(String name) {
    refused(() -> Heddle.counter(name, "C."), "is refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x_total",
        "x_created",
        "x_bucket",
        "x_info",
        "x_count",
        "x_sum",
        "heddle_x",
        "9",
        "a.b"
      })
  void shouldRefuseTheNamesOfOthers(String name) {
    refused(() -> Heddle.gauge(name, "G."), "is refused");
    refused(() -> Heddle.histogram(name, "H.", BOUNDS), "is refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "le", "quantile", "__name__", "a-b", "a:b", "1a"})
  void shouldRefuseTheNamesOfLabels(String label) {
    refused(() -> Heddle.gauge("labelled", "G.", label), "is refused");
  }

  @Test
  void shouldRefuseALabelThatIsThereTwice() {
    refused(() -> Heddle.gauge("twice", "G.", "a", "a"), "it is there twice");
  }

  @Test
  void shouldTakeNamesOfPrometheus() {
    Heddle.counter("Job:orders:rate_total", "C.", "Kind", "_x9");
    Heddle.gauge("_Gauge9", "G.", "outcome", "error_type");
  }

  @Test
  @Tag("O-D9")
  void shouldRefuseBoundsThatDoNotRise() {
    refused(() -> bounds(1, .5), "bounds must rise, but 0.5 follows 1.0");
    refused(() -> bounds(1, 1), "bounds must rise");
    refused(() -> bounds(-0.0, 0.0), "bounds must rise");
    refused(() -> bounds(), "1 to 200 bounds");
    refused(() -> bounds(1, Double.NaN), "not finite");
    refused(() -> bounds(1, Double.POSITIVE_INFINITY), "not finite");
  }

  private static void bounds(double... bounds) {
    Heddle.histogram("od9", "Nine.", bounds);
  }

  @Test
  void shouldReadNoneForWhatIsNotGiven() {
    Counter counter = Heddle.counter("none_total", "N.", "a", "b");
    assertThat(counter.labelValues).containsExactly("none", "none");
    assertThat(counter.labels("x").labelValues).containsExactly("x", "none");
    assertThat(counter.labels(null, "y").labelValues).containsExactly("none", "y");
    assertThat(counter.labels("x", "y", "z").labelValues).containsExactly("x", "y", "z");
  }

  private static void refused(Runnable registration, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(registration::run)
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void shouldTakeNoArrayOfLabelsForNoLabels() {
    Counter counter = Heddle.counter("metric_test_none_total", "Help.", "kind");
    assertThat(counter.labels((String[]) null).labelValues).containsExactly("none");
  }
}
