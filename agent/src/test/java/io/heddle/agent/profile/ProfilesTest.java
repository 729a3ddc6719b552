package io.heddle.agent.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.heddle.agent.metric.LabeledGauge;
import io.heddle.registry.Registry;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Metrics made of the metrics of a scrape. */
class ProfilesTest {
  private static final double[] OTHERS = {0.2, 3};

  private final Registry registry = new Registry("acme", 100, 8 << 20);
  private final Profiles profiles = Profiles.named(List.of("oxios", "solti"), "acme");
  private final Map<String, double[]> bounds = profiles.bounds();

  /** As the agent makes one whose buckets the user has redefined. */
  private Cells cells(String family, List<String> labels, List<String> values) {
    BucketLayout grid = new BucketLayout(OTHERS, bounds.getOrDefault(family, new double[0]));
    return registry.family(new FamilySpec(family, "F", labels, grid, true)).series(values).shared();
  }

  private Cells exec(String runner, String name) {
    return cells("exec", List.of("runner", "name"), List.of(runner, name));
  }

  private static void run(Cells cells, double seconds, Outcome outcome) {
    cells.start();
    if (outcome == Outcome.SUCCESS) {
      cells.succeed(Math.round(seconds * 1e9));
    } else {
      cells.end(Math.round(seconds * 1e9), outcome, "io");
    }
  }

  private List<MetricSnapshot> metrics() {
    List<MetricSnapshot> all = new ArrayList<>();
    Profiles.Scrape scrape = profiles.scrape((metric, continued) -> all.add(metric));
    try {
      registry.scrape(scrape);
      scrape.end();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return all;
  }

  private MetricSnapshot metric(String name) {
    return metrics().stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (MetricSnapshot metric : metrics()) {
      if (!metric.name().startsWith("acme_")) {
        names.add(metric.name());
      }
    }
    return names;
  }

  private double value(String name) {
    MetricSnapshot metric = metric(name);
    List<Point> points =
        metric instanceof MetricSnapshot.Counter counter
            ? counter.points()
            : ((MetricSnapshot.Gauge) metric).points();
    assertThat(points).hasSize(1);
    assertThat(points.get(0).labels()).isSameAs(LabelSet.EMPTY);
    return points.get(0).value();
  }

  @Test
  @Tag("vector-1")
  void shouldGiveTheGoldenHistogramTheBucketsOfOxios() {
    Cells cells = cells("orchestration", List.of(), List.of());
    run(cells, .05, Outcome.SUCCESS);
    run(cells, .3, Outcome.FAILURE);
    run(cells, 7, Outcome.TIMEOUT);
    run(cells, 100, Outcome.SUCCESS);
    MetricSnapshot.Histogram made =
        (MetricSnapshot.Histogram) metric("oxios_orchestration_duration_seconds");
    assertThat(made.grid().classicBounds()).containsExactly(.1, .5, 1, 2.5, 5, 10, 30, 60);
    HistogramPoint point = made.points().get(0);
    assertThat(made.grid().classicCounts(point)).containsExactly(1, 1, 0, 0, 0, 1, 0, 0, 1);
    assertThat(point.count()).isEqualTo(4);
    assertThat(point.sum()).isEqualTo(107.35);
    MetricSnapshot.Histogram own =
        (MetricSnapshot.Histogram) metric("acme_orchestration_duration_seconds");
    assertThat(own.grid().classicBounds()).containsExactly(OTHERS);
  }

  @Test
  void shouldTellAgentsByOutcome() {
    Cells cells = cells("agent", List.of(), List.of());
    cells.start();
    assertThat(value("oxios_agents_failed_total")).isZero();
    run(cells, 1, Outcome.SUCCESS);
    run(cells, 1, Outcome.FAILURE);
    run(cells, 1, Outcome.CANCELED);
    run(cells, 1, Outcome.TIMEOUT);
    assertThat(value("oxios_agents_forked_total")).isEqualTo(5);
    assertThat(value("oxios_agents_running")).isEqualTo(1);
    assertThat(value("oxios_agents_completed_total")).isEqualTo(1);
    assertThat(value("oxios_agents_failed_total")).isEqualTo(3);
  }

  @Test
  void shouldStartAtZeroButForWhatOnlyTheApplicationKnows() {
    long now = System.currentTimeMillis();
    assertThat(names())
        .hasSize(16 + 4)
        .doesNotContain(
            "oxios_memory_entries", "oxios_active_sessions", "oxios_llm_circuit_breaker_state");
    assertThat(value("oxios_agents_forked_total")).isZero();
    assertThat(value("oxios_agents_running")).isZero();
    for (MetricSnapshot metric : metrics()) {
      if (metric instanceof MetricSnapshot.Counter counter) {
        assertThat(counter.points())
            .isNotEmpty()
            .allSatisfy(
                point -> {
                  assertThat(point.value()).isZero();
                  assertThat(point.createdMillis()).isPositive().isLessThanOrEqualTo(now);
                });
      } else if (metric instanceof MetricSnapshot.Histogram histogram) {
        int outcomes = histogram.name().startsWith("solti") ? 4 : 1;
        assertThat(histogram.points())
            .hasSize(outcomes)
            .allSatisfy(point -> assertThat(point.count()).isZero());
        assertThat(histogram.grid().classicCounts(histogram.points().get(0))).containsOnly(0);
      }
    }
    LabeledGauge.of(registry.metrics(), "memory_entries", "Memory entries", List.of())
        .at(List.of())
        .set(7);
    assertThat(names()).contains("oxios_memory_entries");
    assertThat(value("oxios_memory_entries")).isEqualTo(7);
  }

  @Test
  void shouldKeepAndRenameLabels() {
    run(exec("subprocess", "true"), .02, Outcome.SUCCESS);
    run(exec("subprocess", "cat"), .02, Outcome.SUCCESS);
    run(exec("wasm", "add"), .02, Outcome.FAILURE);
    registry
        .counter("runner_errors", "E", List.of("runner", "error_type"))
        .at(List.of("subprocess", "spawn_failed"))
        .increment();
    MetricSnapshot.Counter errors = (MetricSnapshot.Counter) metric("solti_runner_errors_total");
    assertThat(errors.points())
        .extracting(Point::labels, Point::value)
        .containsExactly(
            tuple(
                new LabelSet(List.of("runner", "error"), List.of("subprocess", "spawn_failed")),
                1.0));
    MetricSnapshot.Counter started =
        (MetricSnapshot.Counter) metric("solti_runner_tasks_started_total");
    assertThat(started.points())
        .extracting(Point::labels, Point::value)
        .containsExactlyInAnyOrder(
            tuple(new LabelSet(List.of("runner"), List.of("subprocess")), 2.0),
            tuple(new LabelSet(List.of("runner"), List.of("wasm")), 1.0));
    assertThat(value("oxios_exec_total")).isEqualTo(3);
  }

  @Test
  void shouldHandOutTheSameLabelSetsAndGridAtEveryScrape() {
    run(exec("subprocess", "true"), .02, Outcome.SUCCESS);
    String name = "solti_runner_task_duration_seconds";
    MetricSnapshot.Histogram first = (MetricSnapshot.Histogram) metric(name);
    MetricSnapshot.Histogram second = (MetricSnapshot.Histogram) metric(name);
    assertThat(second.points().get(0).labels()).isSameAs(first.points().get(0).labels());
    assertThat(second.grid()).isSameAs(first.grid());
    assertThat(first.grid().classicBounds())
        .containsExactly(.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600);
  }

  @Test
  void shouldNameTheBoundsThatFamiliesNeed() {
    assertThat(bounds.keySet())
        .containsExactlyInAnyOrder("orchestration", "phase", "llm", "tool", "exec");
    assertThat(Objects.requireNonNull(bounds.get("exec")))
        .containsExactly(.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600);
  }
}
