package io.heddle.it.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.external.Promtool;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gauges that rules feed from an application that knows nothing of them. */
class GaugesIT {
  private static final String CONFIG =
      """
      packs: []
      rules:
        - id: opened
          type: com.acme.rule.GaugesApp$Sessions
          method: open
          gauge: { name: active_sessions, help: Active sessions, add: 1 }
        - { id: closed, type: com.acme.rule.GaugesApp$Sessions, method: close, gauge: { name: active_sessions, add: -1 } }
        - { id: entries, type: com.acme.rule.GaugesApp$Sessions, method: entries, gauge: { name: entries_seen, set: $return } }
        - { id: kept, type: com.acme.rule.GaugesApp$Sessions, method: put, gauge: { name: entries_kept, set: $this.kept.size } }
        - { id: bytes, type: com.acme.rule.GaugesApp$Sessions, method: take(long), gauge: { name: bytes_held, add: $1 } }
        - { id: busy, type: com.acme.rule.GaugesApp$Sessions, method: busy, gauge: { name: busy, set: $return }, labels: { how: $method } }
        - { id: never, type: com.acme.rule.GaugesApp$Sessions, method: never, gauge: { name: never_fed, set: 5 } }
        - { id: toomany, type: com.acme.rule.GaugesApp$Sessions, method: never, gauge: { name: too_many, set: $1 } }
        - id: breaker
          type: com.acme.rule.GaugesApp$Breaker
          method: to
          gauge: { name: breaker_state, set: $1, values: { CLOSED: 0, OPEN: 1, HALF_OPEN: 2 } }
          labels: { breaker: $this.name }
      """;

  private static void are(Scrape scrape, Map<String, Integer> gauges) {
    gauges.forEach(
        (name, value) -> {
          assertThat(scrape.has("heddle_" + name)).as(name).isTrue();
          assertThat(scrape.value("heddle_" + name)).as(name).isEqualTo(value.doubleValue());
        });
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldSetAndAddExactly(Jdk jdk) throws Exception {
    String first = "breaker_state{breaker=\"first\"}";
    String second = "breaker_state{breaker=\"second\"}";
    try (JavaProcess process =
        JavaProcess.with(jdk).config(CONFIG).run("com.acme.rule.GaugesApp").start()) {
      Scrape before = process.awaitOutput("ready: nothing").scrape();
      for (String name : "active_sessions entries_seen busy never_fed".split(" ", -1)) {
        assertThat(before.text()).as("absent is not zero").doesNotContain("heddle_" + name);
      }
      process.writeLine("");
      Scrape closed = process.awaitOutput("ready: closed").scrape();
      // eight opened, one of them in vain; three closed
      are(closed, Map.of("active_sessions", 4, "entries_seen", 7, "entries_kept", 7));
      are(closed, Map.of("bytes_held", 700, "busy{how=\"busy\"}", 0, first, 0, second, 1));
      assertThat(closed.text())
          .contains("# HELP heddle_active_sessions Active sessions\n")
          .contains("# TYPE heddle_active_sessions gauge\n")
          .doesNotContain("heddle_never_fed")
          .doesNotContain("heddle_call_");
      assertThat(RuleStatus.of(process, "toomany").json()).contains("$1 but it has 0 parameters");
      process.writeLine("");
      are(process.awaitOutput("ready: open").scrape(), Map.of(first, 1, second, 1));
      assertThat(process.scrape().value("heddle_self_advice_errors_total")).isZero();
      process.writeLine("");
      // neither null nor a text without a number moves it
      Scrape half = process.awaitOutput("ready: half").scrape();
      are(half, Map.of(first, 2, second, 1));
      assertThat(half.value("heddle_self_advice_errors_total")).isEqualTo(2);
      Promtool.accepts(half.text());
    }
  }
}
