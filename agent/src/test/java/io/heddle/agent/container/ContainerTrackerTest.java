package io.heddle.agent.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.RegistryValues;
import io.heddle.agent.box.Box;
import io.heddle.agent.box.BoxReports;
import io.heddle.agent.box.Boxes;
import io.heddle.agent.process.ProcessListener;
import io.heddle.agent.process.TerminationTracker;
import io.heddle.agent.task.RunnerErrors;
import io.heddle.exporter.report.RunBox;
import io.heddle.probe.outcome.RunFailure;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.snapshot.BucketLayout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerTrackerTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String EXEC = "e";

  private final AtomicLong now = new AtomicLong(1);
  private final Registry registry = new Registry("heddle", 100, 1 << 20);
  private final Boxes boxes = new Boxes(registry, 200, now::get, ProcessListener.NONE, box -> {});
  private final ContainerTracker runs =
      new ContainerTracker(
          registry,
          boxes,
          registry.family(
              new FamilySpec(
                  "exec",
                  "Executions",
                  List.of("runner", "name"),
                  new BucketLayout(new double[] {0.1, 1}),
                  true)),
          new RunnerErrors(registry),
          Map.of("grep", Set.of(1)),
          now::get);
  private final RegistryValues metrics = new RegistryValues(registry);

  @AfterEach
  void shouldKeepTheLaws() {
    for (String name : List.of("web", "grep")) {
      double completed = 0;
      for (Outcome outcome : Outcome.values()) {
        completed += completed(name, outcome.label());
      }
      double inFlight = metrics.value("heddle_exec_in_flight", "container", name);
      double started = metrics.value("heddle_exec_started_total", "container", name);
      assertThat(started).isEqualTo(completed + inFlight);
      assertThat(inFlight).isNotNegative();
    }
  }

  private double completed(String name, String outcome) {
    return metrics.value("heddle_exec_completed_total", "container", name, outcome);
  }

  private double inFlight(String name) {
    return metrics.value("heddle_exec_in_flight", "container", name);
  }

  private double unknown() {
    return metrics.value("heddle_self_unknown_outcomes_total", "docker-java");
  }

  private void pass(long seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private void container() {
    runs.created(ID, "web", null);
    runs.startBegins("docker-java", ID);
    runs.started(ID);
  }

  private void program() {
    runs.created(EXEC, "grep", ID);
    runs.startBegins("docker-java", EXEC);
    runs.started(EXEC);
  }

  @Test
  void shouldTellTheBoxOfEachRunAndItsProcessOnceThatIsKnown() throws Exception {
    Box box = boxes.create("container", ID);
    Instant began = Instant.now();
    container();
    program();
    assertThat(BoxReports.ofRuns(runs.boxesOfRuns()).values())
        .containsOnly(new RunBox(ID, -1))
        .hasSize(2);
    Process process = new ProcessBuilder("sleep", "100").start();
    try {
      box.started(began, Instant.now());
      boxes.setReportedProcess(box, process.pid());
      RunBox known = new RunBox(ID, process.pid());
      assertThat(BoxReports.ofRuns(runs.boxesOfRuns()).values()).containsOnly(known).hasSize(2);
      assertThat(runs.boxesOfRuns()).containsOnlyKeys(runsInFlight());
      runs.exited(EXEC, 0);
      runs.outputClosed(EXEC);
      runs.exited(EXEC, 0);
      assertThat(runs.boxesOfRuns()).hasSize(1).containsValue(box);
    } finally {
      process.destroyForcibly().waitFor();
    }
    runs.exited(ID, 0);
    assertThat(runs.boxesOfRuns()).isEmpty();
  }

  private InFlightRun[] runsInFlight() {
    return registry.inFlight().stream().map(InFlightRun.InFlight::run).toArray(InFlightRun[]::new);
  }

  @ParameterizedTest
  @CsvSource({"0, success", "4, failure", "137, failure"})
  void shouldEndWithItsExitCode(int code, String outcome) {
    container();
    assertThat(inFlight("web")).isEqualTo(1);
    runs.exited(ID, code);
    assertThat(completed("web", outcome)).isEqualTo(1);
    runs.exited(ID, code); // a second waiter is told too
    runs.removed(ID);
    assertThat(unknown()).isZero();
  }

  @Test
  void shouldKnowItByTheBeginningOfItsIdAndByItsName() {
    container();
    runs.exited(ID.substring(0, 12), 0);
    assertThat(completed("web", "success")).isEqualTo(1);
    runs.addAlias(ID, "db");
    runs.startBegins("docker-java", "db");
    runs.started("/db");
    runs.exited(ID, 0);
    assertThat(completed("web", "success")).isEqualTo(2);
  }

  @Test
  void shouldCountAnEndThatIsToldBeforeTheStartReturns() {
    runs.created(ID, "web", null);
    runs.startBegins("docker-java", ID);
    runs.exited(ID, 0);
    runs.started(ID);
    assertThat(completed("web", "success")).isEqualTo(1);
    assertThat(inFlight("web")).isZero();
  }

  @Test
  void shouldNotTakeTheExitCodeOfWhatNeverRan() {
    runs.created(ID, "web", null);
    runs.exitCodeRead(ID, 0);
    runs.startBegins("docker-java", ID);
    runs.exitCodeRead(ID, 0);
    runs.started(ID);
    assertThat(inFlight("web")).isEqualTo(1);
  }

  @Test
  void shouldCountAFailedStartAsNoRun() {
    runs.created(ID, "web", null);
    runs.startBegins("docker-java", ID);
    runs.startFailed(ID, true);
    runs.startBegins("docker-java", ID);
    runs.failed(ID, new RunFailure(Outcome.FAILURE, "not_found"));
    runs.startBegins("docker-java", ID);
    runs.startFailed(ID, false); // somebody else has started it
    assertThat(metrics.value("heddle_runner_errors_total", "container", "spawn_failed"))
        .isEqualTo(2);
    assertThat(metrics.value("heddle_exec_started_total", "container", "web")).isZero();
  }

  @Test
  void shouldGoOnWhenItIsStartedOnceMore() {
    container();
    runs.startBegins("docker-java", ID);
    runs.startFailed(ID, false);
    assertThat(inFlight("web")).isEqualTo(1);
    runs.exited(ID, 0);
    assertThat(completed("web", "success")).isEqualTo(1);
  }

  @Test
  void shouldFailWhenItBreaksOff() {
    container();
    program();
    runs.failed(EXEC, new RunFailure(Outcome.FAILURE, "io"));
    assertThat(completed("grep", "failure")).isEqualTo(1);
  }

  @Test
  void shouldReadCanceledWhenKilledAndTimeoutAfterAWaitInVain() {
    container();
    Object wait = new Object();
    runs.addCallback(ID, wait, false);
    ContainerTracker.endKill(runs.beginKill(ID), true);
    runs.exited(ID, 137);
    assertThat(completed("web", "canceled")).isEqualTo(1);

    container();
    runs.addCallback(ID, wait, false);
    TerminationTracker kills = Objects.requireNonNull(runs.terminationOf(wait));
    kills.waitReturned(true);
    ContainerTracker.endKill(runs.beginKill(ID), true);
    runs.exited(ID, 137);
    assertThat(completed("web", "timeout")).isEqualTo(1);
  }

  @Test
  void shouldNotBelieveAKillThatFailed() {
    container();
    ContainerTracker.endKill(runs.beginKill(ID), false);
    runs.exited(ID, 1);
    assertThat(completed("web", "failure")).isEqualTo(1);
  }

  @Test
  void shouldWaitTenSecondsForTheExitCodeOfWhatFellSilent() {
    container();
    program();
    pass(1);
    runs.outputClosed(EXEC);
    pass(9);
    assertThat(inFlight("grep")).isEqualTo(1);
    runs.exitCodeRead(EXEC, 1);
    assertThat(completed("grep", "success")).isEqualTo(1);
    assertThat(unknown()).isZero();

    program();
    runs.outputClosed(EXEC);
    pass(5);
    runs.seenRunning(EXEC);
    pass(9);
    assertThat(inFlight("grep")).isEqualTo(1);
    pass(1);
    assertThat(completed("grep", "success")).isEqualTo(2);
    assertThat(unknown()).isEqualTo(1);
    runs.exitCodeRead(EXEC, 5); // too late: it has been counted
    assertThat(completed("grep", "failure")).isZero();
  }

  @Test
  void shouldNotBelieveTheExitCodeOfAProgramThatIsHeard() {
    container();
    program();
    runs.exitCodeRead(EXEC, 0);
    assertThat(inFlight("grep")).isEqualTo(1);
    runs.exitCodeRead(EXEC, 3);
    assertThat(completed("grep", "failure")).isEqualTo(1);
  }

  @Test
  void shouldLastUntilItFellSilent() {
    container();
    program();
    pass(2);
    runs.outputClosed(EXEC);
    pass(5);
    runs.exitCodeRead(EXEC, 0);
    assertThat(metrics.seconds("heddle_exec_duration_seconds", "container", "grep", "success"))
        .isEqualTo(2);
  }

  @Test
  void shouldWaitAMomentForTheExitCodeOfWhatWasStopped() {
    container();
    program();
    ContainerTracker.endKill(runs.beginKill(ID), true);
    runs.stopped(ID);
    assertThat(inFlight("web")).isEqualTo(1);
    runs.exitCodeRead(ID, 0);
    assertThat(completed("web", "success")).isEqualTo(1);
    pass(1);
    assertThat(completed("grep", "canceled")).isEqualTo(1);
    assertThat(unknown()).isZero();
  }

  @Test
  void shouldEndWithinASecondWhatWasStopped() {
    container();
    ContainerTracker.endKill(runs.beginKill(ID), true);
    runs.stopped(ID);
    pass(1);
    assertThat(completed("web", "canceled")).isEqualTo(1);
    assertThat(inFlight("web")).isZero();
    runs.exitCodeRead(ID, 0); // too late
    assertThat(completed("web", "success")).isZero();
  }

  @Test
  void shouldEndWhatRunsInAContainerWithIt() {
    container();
    program();
    ContainerTracker.endKill(runs.beginKill(ID), true);
    runs.outputClosed(EXEC);
    pass(10);
    assertThat(completed("grep", "canceled")).isEqualTo(1);
    assertThat(unknown()).isZero();
    assertThat(inFlight("web")).isEqualTo(1);
    runs.removed(ID);
    assertThat(completed("web", "canceled")).isEqualTo(1);
  }

  @Test
  void shouldReadCanceledWhenTheApplicationClosesItsCallback() {
    Object callback = new Object();
    container();
    runs.created(EXEC, "grep", ID);
    runs.startBegins("docker-java", EXEC);
    runs.addCallback(EXEC, callback, true);
    runs.started(EXEC);
    runs.callbackClosed(callback);
    runs.failed(EXEC, new RunFailure(Outcome.FAILURE, "io")); // the closed stream says so
    pass(10);
    assertThat(completed("grep", "canceled")).isEqualTo(1);
    Object wait = new Object();
    runs.addCallback(ID, wait, false);
    runs.callbackClosed(wait);
    pass(10);
    assertThat(inFlight("web")).isEqualTo(1);
  }

  @Test
  void shouldNotKnowHowEndedWhatIsRemovedUnseen() {
    container();
    runs.removed(ID);
    assertThat(completed("web", "success")).isEqualTo(1);
    assertThat(unknown()).isEqualTo(1);
  }

  @Test
  void shouldEndTheProgramsOfAContainerThatIsRemoved() {
    container();
    program();
    ContainerTracker.endKill(runs.beginKill(ID), true);
    runs.removed(ID);
    assertThat(completed("grep", "canceled")).isEqualTo(1);
  }

  @Test
  void shouldForgetTheOldestOfTooMany() {
    container();
    for (int i = 0; i < 10_000; i++) {
      runs.created("other" + i, "grep", null);
    }
    assertThat(completed("web", "success")).isEqualTo(1);
    assertThat(unknown()).isEqualTo(1);
  }

  @Test
  void shouldCountBytesOfOutput() {
    container();
    program();
    runs.received(EXEC, 10);
    runs.received(EXEC, 5);
    assertThat(metrics.value("heddle_exec_received_bytes_total", "container", "grep"))
        .isEqualTo(15);
  }
}
