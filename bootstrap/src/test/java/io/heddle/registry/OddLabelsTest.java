package io.heddle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.labeled.LabeledCounter;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Label values that no format can carry cost themselves, and nobody else. */
class OddLabelsTest {
  private static final List<String> ODD =
      List.of("\0", "\uFFFD0000", "\uD800", "\uFFFDd800", "\uFFFD", "\uDC00", "a\uD83D");

  private final Registry registry = new Registry("heddle", 100, 1 << 20);

  private RunFamily tools() {
    BucketLayout grid = new BucketLayout(new double[] {1});
    return registry.family(new FamilySpec("tool", "T", List.of("tool"), grid, true));
  }

  private List<String> values(String metric) {
    return new Scraped(registry)
        .points(metric).stream().map(point -> point.labels().values().get(0)).toList();
  }

  @Test
  void shouldKeepRunsOfOddValuesApart() {
    for (int round = 1; round <= 3; round++) {
      for (String odd : ODD) {
        Cells cells = tools().series(List.of(odd)).shared();
        cells.start();
        cells.succeed(1000);
      }
      Scraped scraped = new Scraped(registry);
      scraped.checkLaws("heddle_tool");
      assertThat(scraped.points("heddle_tool_started_total"))
          .hasSize(ODD.size())
          .extracting(Point::value)
          .containsOnly((double) round);
      assertThat(registry.repairedLabels()).isEqualTo(6);
    }
    assertThat(values("heddle_tool_completed_total"))
        .contains("\uFFFD0000", "\uFFFDfffd0000", "\uFFFDd800", "\uFFFDfffdd800", "\uFFFD");
    assertThat(registry.inFlight()).isEmpty();
  }

  @Test
  void shouldKeepErrorsOfOddKindsApart() {
    Cells cells = tools().series(List.of("x")).shared();
    for (String kind : List.of("\0", "\uFFFD0000", "io")) {
      cells.start();
      cells.end(1, Outcome.FAILURE, kind);
    }
    Scraped scraped = new Scraped(registry);
    assertThat(scraped.points("heddle_tool_errors_total")).hasSize(3);
    assertThat(scraped.sum("heddle_tool_errors_total", "error_type", "\uFFFD0000")).isEqualTo(1);
    assertThat(registry.repairedLabels()).isEqualTo(2);
  }

  @Test
  void shouldKeepMetricsOfEveryKindApart() {
    LabeledCounter own =
        registry
            .metrics()
            .add(
                new LabeledCounter("own_total", "O", List.of("v"), 100, registry.budget()),
                List.of("v"));
    List<String> name = List.of("v");
    for (String odd : ODD) {
      List<String> value = List.of(odd);
      registry.counter("bytes", "B", name).at(value).increment();
      registry.metrics().durations("waits", "W", name, new double[] {1}).record(value, 1);
      own.at(value).increment();
    }
    for (String metric : List.of("heddle_bytes_total", "own_total")) {
      assertThat(values(metric)).doesNotHaveDuplicates().hasSize(ODD.size());
    }
    assertThat(new Scraped(registry).histogram("heddle_waits")).hasSize(ODD.size());
    assertThat(registry.repairedLabels()).isEqualTo(3 * 6);
    registry.close();
    assertThat(registry.repairedLabels()).isZero();
  }
}
