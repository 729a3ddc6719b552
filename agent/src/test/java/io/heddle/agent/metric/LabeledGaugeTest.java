package io.heddle.agent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.RegistryValues;
import io.heddle.registry.Registry;
import io.heddle.registry.labeled.GaugeDataPoint;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LabeledGaugeTest {
  private final Registry registry = new Registry("t", 10, 0);
  private final LabeledGauge gauge =
      LabeledGauge.of(registry.metrics(), "level", "L", List.of("a"));

  private double value() {
    return new RegistryValues(registry).value("t_level", "x");
  }

  @Test
  @Tag("O8")
  void shouldBeSetAndRiseAndFall() {
    GaugeDataPoint value = gauge.at(List.of("x"));
    assertThat(registry.snapshot()).isEmpty();
    value.add(-2);
    assertThat(value()).isEqualTo(-2);
    value.set(4.5);
    value.add(1);
    value.add(-3);
    assertThat(value()).isEqualTo(2.5);
    value.set(0);
    assertThat(registry.snapshot()).hasSize(1);
    assertThat(value()).isZero();
  }

  @Test
  @Tag("O8")
  void shouldLoseNoStepBetweenThreads() throws Exception {
    Workers.start(
            8,
            index -> {
              for (int i = 0; i < 20_000; i++) {
                gauge.at(List.of("x")).add(index % 2 == 0 ? 2 : -1);
              }
            })
        .join();
    assertThat(value()).isEqualTo(80_000);
  }
}
