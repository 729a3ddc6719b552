package io.heddle.agent.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.config.UnitsConfig;
import io.heddle.exporter.report.UnitReport;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SamplingLoopTest {
  private static final long SECOND = 1_000_000_000;

  private final SamplingErrors errors = new SamplingErrors((kind, sentence) -> {});
  private final Units units =
      new Units(UnitsConfig.DEFAULT, "heddle", 10, Thread::new, (kind, sentence) -> {});
  private final SamplingLoop rounds = new SamplingLoop(units, 1000, errors);

  private double metric(String name) {
    for (MetricSnapshot metric : rounds.metrics("heddle")) {
      if (metric instanceof MetricSnapshot.Counter counter && metric.name().endsWith(name)) {
        return counter.points().get(0).value();
      }
    }
    throw new AssertionError(name);
  }

  @Test
  @Tag("S-D23")
  void shouldKeepRoundsInStepAndCountWhatIsLeftOut() {
    assertThat(rounds.next(0, SECOND / 2)).isEqualTo(SECOND);
    assertThat(rounds.next(SECOND, 2 * SECOND)).isEqualTo(2 * SECOND);
    assertThat(metric("skipped_ticks_total")).isZero();
    assertThat(rounds.next(2 * SECOND, 5 * SECOND + SECOND / 2)).isEqualTo(6 * SECOND);
    assertThat(metric("skipped_ticks_total")).isEqualTo(3);
    // a clock may be negative
    assertThat(rounds.next(-SECOND, SECOND / 2 - SECOND)).isZero();
  }

  @Test
  @Tag("S27")
  void shouldEndTheThreadWhenItIsToldTo() {
    units.start();
    List<UnitReport> seen = Objects.requireNonNull(units.reports()).all();
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(seen.get(0).kind()).isEqualTo("jvm");
    long begin = System.nanoTime();
    units.close();
    units.close();
    assertThat(System.nanoTime() - begin).isLessThan(SECOND);
  }

  @Test
  void afterTheEndNothingIsMadeAndNothingIsAnswered() {
    units.close();
    assertThat(units.reports()).isNull();
    assertThat(units.read()).isEmpty();
    assertThat(units.began(1, "init")).isNull();
  }
}
