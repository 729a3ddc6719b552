package io.heddle.agent.rule.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.config.Loading;
import io.heddle.agent.rule.RuleAction.FeedGauge;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.yaml.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gauge} of a rule: the action that it becomes, and what {@code check} says. */
class GaugeReaderTest {
  @TempDir private Path directory;

  private FeedGauge first(String gauge) throws ConfigException {
    String yaml = "rules: [ { id: a, type: A, gauge: { name: entries, " + gauge + " } } ]";
    return (FeedGauge) Loading.fromFile(directory, yaml).rules().get(0).action();
  }

  @Test
  void shouldSetWithLabelsAndNumbers() throws ConfigException {
    String yaml =
        """
        rules:
          - id: breaker
            type: com.acme.Breaker
            method: to(State)
            gauge: { name: breaker_state, help: Breaker, set: $1, values: { CLOSED: 0, HALF: 0.5 } }
            labels: { of: $this.name, where: $class }
        """;
    RuleSpec rule = Loading.fromFile(directory, yaml).rules().get(0);
    assertThat(rule.action())
        .isEqualTo(
            new FeedGauge(
                "breaker_state",
                "Breaker",
                FeedGauge.Change.SET,
                ValueSpec.parse("$1"),
                Map.of("of", ValueSpec.parse("$this.name"), "where", ValueSpec.parse("$class")),
                Map.of("CLOSED", 0.0, "HALF", 0.5)));
    assertThat(((FeedGauge) rule.action()).labels().keySet()).containsExactly("of", "where");
  }

  @Test
  void shouldAddOrSetConstantsAndPaths() throws ConfigException {
    assertThat(first("add: -1").change()).isEqualTo(FeedGauge.Change.ADD);
    assertThat(first("add: -1").value()).isEqualTo(ValueSpec.constant("-1"));
    assertThat(first("add: $2").value()).isEqualTo(ValueSpec.parse("$2"));
    assertThat(first("set: 0").change()).isEqualTo(FeedGauge.Change.SET);
    assertThat(first("set: on, values: { on: 1 }").value()).isEqualTo(ValueSpec.constant("on"));
  }

  @Test
  void shouldGiveAllRulesOfAGaugeItsFirstHelp() throws ConfigException {
    String yaml =
        """
        rules:
          - { id: a, type: A, method: open, gauge: { name: sessions, add: 1 } }
          - { id: b, type: A, method: close, gauge: { name: sessions, help: Sessions, add: -1 } }
          - { id: c, type: A, method: drop, gauge: { name: sessions, help: Others, set: 0 } }
        """;
    List<RuleSpec> rules = Loading.fromFile(directory, yaml).rules();
    assertThat(rules).allMatch(rule -> "Sessions".equals(((FeedGauge) rule.action()).help()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "gauge: 5                         | 4:12: rules.gauge must be a map, not '5'",
        "gauge: { set: 1 }                | 4:12: a gauge needs a name",
        "gauge: { name: x }               | 4:12: a gauge needs either set or add",
        "gauge: { name: x, set: 1, add: 1 } | 4:12: a gauge needs either set or add",
        "gauge: { name: X, set: 1 }       | 4:20: gauge 'X' is not a name",
        "gauge: { name: x_total, set: 1 } | 4:20: gauge 'x_total' must not end in total",
        "gauge: { name: unit_up, set: 1 } | 4:20: gauge 'unit_up' begins with unit_, which is",
        "gauge: { name: exec_in_flight, set: 1 } | 4:20: rules.gauge.name 'exec_in_flight' is exported"
            + " by family exec already",
        "gauge: { name: tool_errors, set: 1 } | 4:20: rules.gauge.name 'tool_errors' is exported by"
            + " family tool",
        "gauge: { name: llm_tokens, set: 1 } | 4:20: rules.gauge.name 'llm_tokens' is exported by",
        "gauge: { name: x, st: 1, set: 1 } | 4:23: unknown key 'st' in rules.gauge; did you mean"
            + " 'set'? Allowed: name, help, add, set, values",
        "gauge: { name: x, add: 1, values: { } } | 4:12: rules.gauge.values belongs to set",
        "gauge: { name: x, add: one }     | 4:28: rules.gauge.add must be a path such as $return, or a"
            + " number, not 'one'",
        "gauge: { name: x, set: [ ] }     | 4:28: rules.gauge.set must be a path",
        "gauge: { name: x, set: $ret }    | 4:28: rules.gauge.set '$ret' is not a path",
        "gauge: { name: x, set: $1, values: { A: b } } | 4:45: rules.gauge.values.A must be a number",
        "method: f(int)~    gauge: { name: x, set: $2 } | 5:28: rules.gauge.set asks for argument 2"
            + " but f(int) has 1",
        "family: tool~    gauge: { name: x, set: 1 } | 5:12: rules.gauge makes the method feed a gauge"
            + " and not a run: leave out family",
        "box: $this~    gauge: { name: x, set: 1 } | 5:12: rules.gauge makes the method feed a gauge"
            + " and not a run: leave out box",
        "gauge: { name: x, set: 1 }~    labels: { le: a } | 5:15: label 'le' is reserved",
        "gauge: { name: x, set: 1 }~    labels: { l: a }~  - { id: b, type: A, gauge: { name: x, set: 1"
            + " } } | 6:38: rules.gauge.name 'x' has labels [l] in an earlier rule: all its rules",
      })
  void shouldRefuseGauges(String rule, String problem) {
    String yaml = ("rules:~  - id: a~    type: A~    " + rule + "~").replace('~', '\n');
    List<String> problems = Loading.problems(directory, yaml);
    assertThat(problems).as(yaml).hasSize(1);
    assertThat(problems.get(0)).startsWith(problem);
  }
}
