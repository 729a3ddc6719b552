package io.heddle.agent.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.ExceptionSpec;
import io.heddle.agent.rule.OutermostSpec;
import io.heddle.agent.rule.RuleAction.CompletePendingRun;
import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.RuleAction.NotifyAdapter;
import io.heddle.agent.rule.RuleAction.RunEnd;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.yaml.ConfigException;
import io.heddle.registry.family.Outcome;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackParserTest {
  private static final String JDK =
      """
      pack: jdk
      library: java.lang.Process
      versions: 17 to 25
      counts: child processes
      labels: [ "runner: subprocess", "name: program" ]
      trigger: java.lang.ProcessBuilder
      rules:
        - id: jdk.exit
          type: java.lang.ProcessImpl
          method: lambda$initStreams$*
          adapter: process
          event: exit
        - id: jdk.tool
          type: java.lang.invoke.X
          family: tool
          labels: { tool: $return.name }
      """;

  @Test
  void shouldReadPack() throws ConfigException {
    PackSpec pack = PackParser.parse("jdk.yaml", JDK);
    assertThat(pack.name()).isEqualTo("jdk");
    assertThat(pack.library()).isEqualTo("java.lang.Process");
    assertThat(pack.versions()).isEqualTo("17 to 25");
    assertThat(pack.counts()).isEqualTo("child processes");
    assertThat(pack.labels()).hasSize(2);
    assertThat(pack.trigger()).isEqualTo("java.lang.ProcessBuilder");
    assertThat(pack.rules()).hasSize(2);
    assertThat(pack.rules().get(0).action())
        .isEqualTo(new NotifyAdapter(AdapterEvent.PROCESS_EXIT, null, Map.of()));
    assertThat(pack.rules().get(1).action())
        .isEqualTo(new MeasureRun("tool", Map.of("tool", ValueSpec.parse("$return.name"))));
  }

  @Test
  void shouldReadEveryPackOfTheJar() throws Exception {
    URL packs = Objects.requireNonNull(PackParser.class.getResource("/packs"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(packs.toURI()), "*.yaml")) {
      for (Path file : files) {
        PackSpec pack = PackParser.parse(file.toString(), Files.readString(file));
        assertThat(file).hasFileName(pack.name() + ".yaml");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "adapter: proces   | exit    | 11:14: rules.adapter 'proces' is none | did you mean 'process'?",
        "adapter: process  | exits   | 12:12: rules.event 'exits' is none  | did you mean 'exit'?",
        "adapter: link     | exit    | 12:12: rules.event 'exit' is none   | 'exit' is none",
        "optional: true    | exit    | 12:12: rules.event            | belongs to adapter"
      })
  void shouldSayWhichAdaptersAndEventsThereAre(
      String adapter, String event, String where, String what) {
    String pack =
        JDK.replace("adapter: process", adapter).replace("event: exit", "event: " + event);
    assertThatThrownBy(() -> PackParser.parse("x.yaml", pack))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> assertThat(e.problems().toString()).contains("x.yaml:" + where).contains(what));
  }

  @Test
  void shouldAskForTheEventOfAnAdapter() {
    assertThatThrownBy(() -> PackParser.parse("x.yaml", JDK.replace("    event: exit\n", "")))
        .hasMessageContaining("x.yaml:11:14: ")
        .hasMessageContaining("process needs event: one of deadline, exit, kill");
  }

  @Test
  void shouldNameWhatIsMissingOrUnknown() {
    assertThatThrownBy(() -> PackParser.parse("x.yaml", JDK.replace("counts:", "count:")))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems().toString())
                    .contains("x.yaml:1:1: a pack needs counts")
                    .contains("x.yaml:4:1: unknown key 'count'; did you mean 'counts'?"));
    assertThatThrownBy(() -> PackParser.parse("x.yaml", "pack: a"))
        .hasMessageContaining("x.yaml:1:1: a pack needs library");
  }

  private static final String LIBRARY =
      """
      pack: library
      library: com.acme
      versions: 1
      counts: calls
      wake: [ "com.acme.**", com.acme.Other ]
      rules:
        - id: call
          type: com.acme.Library
          method: call(*, long[])
          family: llm
          outermost: model
          optional: true
          labels: { model: [ $1.name, $this.a.b.c.d.e ] }
          tokens: { input: $return.used }
          thrown:
            - { type: com.acme.Exit, when: "$thrown.status == 0", outcome: success }
            - { type: com.acme.Trap, error_type: trap }
        - id: done
          type: com.acme.Callback
          ends: { key: $this, value: $1 }
      """;

  @Test
  void shouldReadWhatOnlyPacksCanSay() throws ConfigException {
    PackSpec pack = PackParser.parse("library.yaml", LIBRARY);
    assertThat(pack.wake()).containsExactly("com.acme.**", "com.acme.Other");
    RuleSpec rule = pack.rules().get(0);
    assertThat(rule.outermost()).isEqualTo(new OutermostSpec("model", List.of()));
    assertThat(rule.optional()).isTrue();
    MeasureRun run = (MeasureRun) rule.action();
    assertThat(run.end()).isEqualTo(new RunEnd.Method());
    ValueSpec model = Objects.requireNonNull(run.labels().get("model"));
    assertThat(model.highestArgument()).isEqualTo(1);
    assertThat(Objects.requireNonNull(model.otherwise()).steps()).hasSize(5);
    assertThat(run.tokens()).containsOnlyKeys("input");
    assertThat(rule.outcome().thrown())
        .extracting(ExceptionSpec::type, ExceptionSpec::outcome, ExceptionSpec::errorType)
        .containsExactly(
            tuple("com.acme.Exit", Outcome.SUCCESS, null),
            tuple("com.acme.Trap", Outcome.FAILURE, "trap"));
    assertThat(rule.outcome().thrown().get(0).when()).isNotNull();
    assertThat(pack.rules().get(1).action())
        .isEqualTo(new CompletePendingRun(ValueSpec.parse("$this"), ValueSpec.parse("$1"), null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error_type: trap          | error_type: trapped        | error_type 'trapped' is none",
        "outcome: success          | outcome: fine              | outcome must be success, failure",
        "type: com.acme.Trap,      | kind: x,                   | an entry of thrown needs type",
        "$thrown.status == 0       | status == 0                | is not a condition",
        "$1.name                   | $3                         | asks for argument 3",
        "input: $return.used       | input: { a: b }            | tokens.input must be a path",
        "com.acme.Other ]          | a//b ]                     | wake",
        "key: $this, value         | value                      | ends needs key",
        "optional: true            | optional: perhaps          | rules.optional must be true",
      })
  void shouldSayWhatIsWrong(String right, String wrong, String message) {
    assertThat(LIBRARY).contains(right);
    assertThatThrownBy(() -> PackParser.parse("library.yaml", LIBRARY.replace(right, wrong)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
