package io.heddle.agent.box;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.RegistryValues;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.process.ProcessListener;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.RuleAction.CountRunnerError;
import io.heddle.agent.rule.StageAction;
import io.heddle.agent.rule.StageAction.BootBox;
import io.heddle.agent.rule.StageAction.CreateBox;
import io.heddle.agent.rule.StageAction.EndBox;
import io.heddle.agent.rule.StageAction.RunCommand;
import io.heddle.agent.rule.StageAction.TimeStage;
import io.heddle.agent.rule.StageAction.TransferBytes;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.task.RunnerErrors;
import io.heddle.agent.weave.match.ValueCompiler;
import io.heddle.probe.Adapter;
import io.heddle.probe.ProbedRule;
import io.heddle.probe.value.Condition;
import io.heddle.probe.value.Value;
import io.heddle.registry.Registry;
import io.heddle.registry.family.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoxAdaptersTest {
  private static final long MS = 1_000_000;
  private static final ValueSpec THIS = ValueSpec.parse("$this");
  private static final ValueSpec FIRST = ValueSpec.parse("$1");
  private static final ValueSpec RETURNED = ValueSpec.parse("$return");
  private static final ValueSpec VM = ValueSpec.constant("vm");

  private final AtomicLong now = new AtomicLong(1);
  private final AtomicInteger errors = new AtomicInteger();
  private final Registry registry = new Registry("heddle", 100, 1 << 20);
  private final Boxes boxes = new Boxes(registry, 10, now::get, ProcessListener.NONE, box -> {});
  private final BoxAdapters adapters = new BoxAdapters(boxes, new RunnerErrors(registry));
  private final RegistryValues metrics = new RegistryValues(registry);
  private final Object vm = new Object();

  private Adapter adapter(StageAction action) {
    return adapters.stage(action, bindings(Map.of(), Map.of()), ValueCompiler::of);
  }

  private RuleBindings bindings(Map<Outcome, Condition> outcomes, Map<String, ValueSpec> with) {
    ProbedRule rule = new ProbedRule(0, false, outcomes, List.of(), 20, errors);
    Map<String, Value> values = ValueCompiler.all(with, ValueCompiler::of);
    return new RuleBindings("", registry, rule, values);
  }

  private Adapter command(ValueSpec box) {
    return adapter(new RunCommand(box, VM, null, null));
  }

  private Adapter stage(String name) {
    return adapter(new TimeStage(ValueSpec.constant(name), null));
  }

  /** A call of so many milliseconds, with what it does on the way. */
  private void call(Adapter adapter, long millis, Ends ends, Runnable inside) {
    @Nullable Object[] arguments = {ends.argument};
    try {
      Object state = adapter.enter(vm, arguments);
      inside.run();
      now.addAndGet(millis * MS);
      adapter.exit(state, vm, arguments, ends.returned, ends.thrown);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private void call(Adapter adapter, Ends ends) {
    call(adapter, 1, ends, () -> {});
  }

  private record Ends(
      @Nullable Object argument, @Nullable Object returned, @Nullable Throwable thrown) {
    static Ends with(@Nullable Object argument, @Nullable Object returned) {
      return new Ends(argument, returned, null);
    }
  }

  private static final Ends WELL = Ends.with(null, null);
  private static final Ends BADLY = new Ends(null, null, new IOException());

  private Box box() {
    return Objects.requireNonNull(boxes.find(vm));
  }

  private Adapter create() {
    return adapter(new CreateBox(THIS, VM, null, null));
  }

  @Test
  @Tag("B2")
  @Tag("B3")
  void shouldCountCommandsHoweverTheyEnd() {
    Adapter command =
        adapters.stage(
            new RunCommand(THIS, VM, null, null),
            bindings(
                Map.of(Outcome.FAILURE, Condition.compare(ValueCompiler.of(RETURNED), true, 0)),
                Map.of()),
            ValueCompiler::of);
    call(command, Ends.with(null, 0));
    call(command, Ends.with(null, 4));
    call(command, BADLY);
    assertThat(box().commands()).isEqualTo(3);
    assertThat(box().errors()).isEqualTo(2);
  }

  @Test
  @Tag("B-D7")
  void shouldCountACommandOnceWhenItBeginsAndItsErrorWhenItHasEnded() {
    Adapter command = command(THIS);
    call(
        command,
        1,
        BADLY,
        () -> {
          assertThat(box().commands()).isEqualTo(1);
          assertThat(box().errors()).isZero();
        });
    assertThat(box().commands()).isEqualTo(1);
    assertThat(box().errors()).isEqualTo(1);
  }

  @Test
  void shouldCountACommandWhoseBoxIsItsResult() {
    Adapter command = command(RETURNED);
    call(command, Ends.with(null, vm));
    assertThat(box().commands()).isEqualTo(1);
  }

  @Test
  void shouldNotKnowBytesThatNobodyCounts() {
    call(create(), WELL);
    assertThat(box().isSentKnown()).isFalse();
    assertThat(box().isReceivedKnown()).isFalse();
    call(adapter(new RunCommand(THIS, VM, FIRST, null)), Ends.with(7, null));
    assertThat(box().isSentKnown()).isTrue();
    assertThat(box().isReceivedKnown()).isTrue();
  }

  @Test
  void shouldCountAStageThatFailsAsAnErrorOfTheRunnerOfItsBox() {
    TimeStage stage = new TimeStage(ValueSpec.constant("image_prepare"), null);
    Adapter image =
        adapters.runnerError(
            new CountRunnerError("module_load_failed", null, stage),
            stage,
            bindings(Map.of(), Map.of()),
            ValueCompiler::of);
    call(create(), 1, WELL, () -> call(image, WELL));
    assertThat(metrics.value("heddle_runner_errors_total", "vm", "module_load_failed")).isZero();
    call(create(), 1, BADLY, () -> call(image, BADLY));
    assertThat(metrics.value("heddle_runner_errors_total", "vm", "module_load_failed"))
        .isEqualTo(1);
  }

  @Test
  @Tag("B4")
  @Tag("B5")
  void shouldCountTheLengthsOfWhatIsPassedAsBytes() {
    Adapter write = adapter(new TransferBytes(THIS, VM, FIRST, null));
    Adapter read = adapter(new TransferBytes(THIS, VM, null, RETURNED));
    call(write, Ends.with(new byte[7], null));
    call(write, Ends.with(100, null));
    call(write, new Ends(new byte[9], null, new IOException()));
    call(read, Ends.with(null, 30L));
    call(read, Ends.with(null, -1)); // the end of a stream
    call(read, Ends.with(null, null));
    assertThat(box().sent()).isEqualTo(107);
    assertThat(box().received()).isEqualTo(30);
    assertThat(box().commands()).isZero();
  }

  @Test
  @Tag("B7")
  void shouldSetTheBootOfTheGuestOnce() {
    Adapter boot = adapter(new BootBox(null, null));
    call(
        create(),
        5,
        WELL,
        () -> {
          call(boot, 1, BADLY, () -> {});
          call(boot, 40, WELL, () -> {});
          call(boot, 60, WELL, () -> {});
        });
    assertThat(box().bootNanos()).isEqualTo(40 * MS);
    assertThat(box().createNanos()).isEqualTo(106 * MS);
    assertThat(metrics.value("heddle_self_ignored_stages_total")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filesystem_setup",
        "image_prepare",
        "guest_rootfs",
        "box_config",
        "box_spawn",
        "container_init"
      })
  @Tag("B8")
  @Tag("B9")
  @Tag("B10")
  @Tag("B11")
  @Tag("B12")
  @Tag("B13")
  void shouldTimeEachStageWithinTheCreation(String name) {
    Adapter stage = stage(name);
    call(create(), 3, WELL, () -> call(stage, 12, WELL, () -> {}));
    assertThat(box().times().all())
        .containsOnly(Map.entry(name, 12 * MS), Map.entry("unattributed", 3 * MS));
    assertThat(metrics.seconds("heddle_stage_duration_seconds", "box", name)).isEqualTo(.012);
    assertThat(BoxReports.STAGES).contains(name);
  }

  @Test
  @Tag("B10")
  void shouldNotSetAStageThatFailsOrDoesNotHappen() {
    Adapter stage = stage("guest_rootfs");
    call(create(), 3, WELL, () -> call(stage, 12, BADLY, () -> {}));
    assertThat(BoxReports.timing(box())).containsEntry("stage_guest_rootfs_ms", null);
  }

  @Test
  @Tag("B16")
  void shouldNotOverwriteAStage() {
    Adapter stage = stage("box_spawn");
    call(
        create(),
        3,
        WELL,
        () -> {
          call(stage, 12, WELL, () -> {});
          call(stage, 50, WELL, () -> {}); // a second attempt
        });
    assertThat(box().times().all()).containsEntry("box_spawn", 12 * MS);
    assertThat(metrics.value("heddle_self_ignored_stages_total")).isEqualTo(1);
  }

  @Test
  @Tag("B21")
  @Tag("B-D6")
  void shouldReadNetworkFiguresAtEachLook() {
    AtomicLong sent = new AtomicLong(5);
    call(create(), WELL);
    Map<String, ValueSpec> network =
        Map.of("box", THIS, "network_sent", ValueSpec.parse("$1.get"), "network_received", FIRST);
    call(
        Objects.requireNonNull(adapters.of(AdapterEvent.BOX_NETWORK, bindings(Map.of(), network))),
        Ends.with(sent, null));
    boxes.addKey(box(), "a");
    BoxReports reports = new BoxReports(boxes);
    assertThat(figure(reports, "network_bytes_sent")).isEqualTo(5L);
    sent.set(6);
    assertThat(figure(reports, "network_bytes_sent")).isEqualTo(6L);
    assertThat(figure(reports, "network_bytes_received")).isEqualTo(6L);
    assertThat(figure(reports, "network_tcp_errors")).isNull();
  }

  private static @Nullable Number figure(BoxReports reports, String name) {
    return Objects.requireNonNull(reports.figures("a")).values().get(name);
  }

  @Test
  void shouldKeepTheBoxThatRunsWhenItIsCreatedOnceMoreInVain() {
    call(create(), WELL);
    Box first = box();
    call(create(), BADLY); // it runs already
    assertThat(box()).isSameAs(first);
    assertThat(metrics.value("heddle_boxes_running", "vm")).isEqualTo(1);
    call(create(), WELL);
    assertThat(metrics.value("heddle_boxes_running", "vm")).isEqualTo(1);
    call(adapter(new EndBox(THIS)), WELL);
    assertThat(metrics.value("heddle_boxes_running", "vm")).isZero();
    assertThat(metrics.value("heddle_boxes_created_total", "vm")).isEqualTo(3);
    assertThat(metrics.value("heddle_boxes_failed_total", "vm")).isEqualTo(1);
    assertThat(metrics.value("heddle_boxes_stopped_total", "vm")).isEqualTo(2);
  }

  @Test
  void shouldEndABoxOnlyWhenItsEndSucceeds() {
    call(create(), WELL);
    Adapter end = adapter(new EndBox(THIS));
    call(end, BADLY);
    assertThat(box().isLive()).isTrue();
    call(end, WELL);
    assertThat(box().isLive()).isFalse();
    assertThat(errors).hasValue(0);
  }

  @Test
  void shouldGoOnCountingForABoxThatIsCreatedAgainWhileItRuns() throws Exception {
    Adapter byId = adapter(new CreateBox(FIRST, VM, FIRST, null));
    Adapter command = command(FIRST);
    call(byId, Ends.with("x", null));
    call(command, Ends.with("x", null));
    call(byId, Ends.with("x", null));
    call(command, Ends.with("x", null));
    assertThat(boxes.list()).hasSize(1);
    Box box = Objects.requireNonNull(boxes.byId("x"));
    assertThat(box.commands()).isEqualTo(2);
    assertThat(box.state()).isEqualTo(Box.State.RUNNING);
    call(adapter(new EndBox(FIRST)), Ends.with("x", null));
    assertThat(metrics.value("heddle_boxes_running", "vm")).isZero();
    assertThat(metrics.value("heddle_boxes_stopped_total", "vm")).isEqualTo(2);
    assertThat(errors).hasValue(0);
  }

  @Test
  void shouldMakeOneBoxOfACreationThatCallsItsParent() {
    call(create(), 5, WELL, () -> call(create(), WELL));
    assertThat(boxes.list()).hasSize(1);
    assertThat(metrics.value("heddle_boxes_created_total", "vm")).isEqualTo(1);
    assertThat(box().createNanos()).isEqualTo(6 * MS);
  }

  @Test
  void shouldKnowTheNameOfWhatDoesNotComeUp() {
    Adapter named = adapter(new CreateBox(THIS, VM, FIRST, null));
    call(
        named,
        1,
        new Ends("alpine", null, new IOException()),
        () -> assertThat(boxes.list().get(0).name()).isEqualTo("alpine"));
    assertThat(boxes.list().get(0).name()).isEqualTo("alpine");
  }

  @Test
  void shouldReadAnIdInAnOptional() {
    call(command(FIRST), Ends.with(Optional.of("x"), null));
    assertThat(boxes.byId("x")).isNotNull();
  }
}
