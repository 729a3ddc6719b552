package io.heddle.agent.rule.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.agent.pack.PackParser;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.LinkSpec;
import io.heddle.agent.rule.OutermostSpec;
import io.heddle.agent.rule.ResultSpec;
import io.heddle.agent.rule.RuleAction;
import io.heddle.agent.rule.RuleAction.CompletePendingRun;
import io.heddle.agent.rule.RuleAction.CountRunnerError;
import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.RuleAction.NotifyAdapter;
import io.heddle.agent.rule.RuleAction.ResumeCoroutine;
import io.heddle.agent.rule.RuleAction.RunEnd;
import io.heddle.agent.rule.RuleAction.TransferLink;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.StageAction.BootBox;
import io.heddle.agent.rule.StageAction.CreateBox;
import io.heddle.agent.rule.StageAction.EndBox;
import io.heddle.agent.rule.StageAction.RunCommand;
import io.heddle.agent.rule.StageAction.TimeStage;
import io.heddle.agent.rule.StageAction.TransferBytes;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.yaml.ConfigException;
import io.heddle.registry.family.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The kind of action that each key of a rule makes, and the parts that it has. */
class RuleActionTest {
  private static final ValueSpec THIS = ValueSpec.parse("$this");
  private static final ValueSpec FIRST = ValueSpec.parse("$1");
  private static final ValueSpec RETURNED = ValueSpec.parse("$return");
  private static final ValueSpec VM = ValueSpec.constant("vm");
  private static final Map<String, ValueSpec> JOB = Map.of("kind", ValueSpec.constant("x"));

  private static RuleSpec rule(String keys) throws ConfigException {
    String pack =
        """
        pack: p
        library: l
        versions: 1
        counts: calls
        wake: [ com.acme.A ]
        rules:
          - { id: r, type: com.acme.A, %s }
        """;
    return PackParser.parse("p.yaml", pack.formatted(keys)).rules().get(0);
  }

  private static RuleAction action(String keys) throws ConfigException {
    return rule(keys).action();
  }

  private static MeasureRun job(RunEnd end) {
    return new MeasureRun("job", JOB, end, Map.of(), List.of(), null);
  }

  @Test
  void shouldMeasureRunsThatEndWithTheirMethod() throws ConfigException {
    assertThat(action("family: job, labels: { kind: x }")).isEqualTo(job(new RunEnd.Method()));
  }

  @Test
  void shouldMeasureRunsThatAnotherMethodCompletes() throws ConfigException {
    assertThat(action("family: job, labels: { kind: x }, key: $1"))
        .isEqualTo(job(new RunEnd.Completion(FIRST)));
    assertThat(action("ends: { key: $this, thrown: $1 }"))
        .isEqualTo(new CompletePendingRun(THIS, null, FIRST));
  }

  @Test
  void shouldMeasureSubscriptions() throws ConfigException {
    assertThat(action("family: job, labels: { kind: x }, publisher: true"))
        .isEqualTo(job(new RunEnd.Subscription()));
  }

  @Test
  void shouldReadWhatResultsMeanAndWhichCallsArePartOfARun() throws ConfigException {
    RuleSpec rule =
        rule(
            "family: job, labels: { kind: x }, tokens: { input: $return.a }, outermost: [ g, h ],"
                + " returned: [ { outcome: canceled } ], link: { name: n, known: [ $1 ] }");
    assertThat(rule.action())
        .isEqualTo(
            new MeasureRun(
                "job",
                JOB,
                new RunEnd.Method(),
                Map.of("input", ValueSpec.parse("$return.a")),
                List.of(new ResultSpec(null, Outcome.CANCELED, null)),
                new LinkSpec("n", List.of(FIRST), List.of())));
    assertThat(rule.outermost()).isEqualTo(new OutermostSpec("g", List.of("h")));
    assertThat(rule.shadowGroup()).isEqualTo("job");
  }

  @Test
  void shouldNotifyAdapters() throws ConfigException {
    RuleSpec rule =
        rule("adapter: container, event: exit, on: $1, with: { id: $this }, when: [ $1 ]");
    assertThat(rule.action())
        .isEqualTo(new NotifyAdapter(AdapterEvent.CONTAINER_EXIT, FIRST, Map.of("id", THIS)));
    assertThat(rule.when()).hasSize(1);
    assertThat(rule.outermost()).isNull();
    assertThat(rule.shadowGroup()).isEqualTo("r");
  }

  @Test
  void shouldLinkAndResume() throws ConfigException {
    assertThat(action("adapter: link, with: { name: n, from: $this, to: $1 }"))
        .isEqualTo(new TransferLink("n", THIS, FIRST));
    assertThat(action("adapter: resumption")).isEqualTo(new ResumeCoroutine());
    assertThatThrownBy(() -> action("adapter: link, with: { name: n, from: $this }"))
        .hasMessageContaining("p.yaml:7:41: rules.adapter link needs with: name, from and to");
  }

  @Test
  void shouldTimeStages() throws ConfigException {
    assertThat(action("stage: $1")).isEqualTo(new TimeStage(FIRST, null));
    assertThat(action("stage: s, box: $this"))
        .isEqualTo(new TimeStage(ValueSpec.constant("s"), THIS));
  }

  @Test
  void shouldReadEventsInTheLifeOfABox() throws ConfigException {
    assertThat(action("stage: create, box: $return, pid: $1, labels: { runner: vm, name: $1 }"))
        .isEqualTo(new CreateBox(RETURNED, VM, FIRST, FIRST));
    assertThat(action("stage: boot, pid: $1")).isEqualTo(new BootBox(null, FIRST));
    assertThat(action("stage: command, box: $this, labels: { runner: vm }, sent: $1"))
        .isEqualTo(new RunCommand(THIS, VM, FIRST, null));
    assertThat(action("stage: io, box: $this, received: $return"))
        .isEqualTo(new TransferBytes(THIS, null, null, RETURNED));
    assertThat(action("stage: end, box: $this")).isEqualTo(new EndBox(THIS));
  }

  @Test
  void shouldCountErrorsOfRunners() throws ConfigException {
    assertThat(action("runner_error: spawn_failed, labels: { runner: vm }"))
        .isEqualTo(new CountRunnerError("spawn_failed", VM, null));
    RuleAction besides = action("runner_error: spawn_failed, stage: end, box: $this");
    assertThat(besides).isEqualTo(new CountRunnerError("spawn_failed", null, new EndBox(THIS)));
    assertThat(besides.isStage()).isTrue();
    assertThat(besides.values()).containsExactly(THIS);
  }
}
