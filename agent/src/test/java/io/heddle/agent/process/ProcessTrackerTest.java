package io.heddle.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.RegistryValues;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.snapshot.BucketLayout;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessTrackerTest {
  private final Registry registry = new Registry("heddle", 100, 1 << 20);
  private final ProcessTracker runs =
      new ProcessTracker(
          registry,
          registry.family(
              new FamilySpec(
                  "exec",
                  "Executions",
                  List.of("runner", "name"),
                  new BucketLayout(new double[] {0.1, 1}),
                  true)),
          Map.of("sh", Set.of(2)));
  private final WovenProcess woven = new WovenProcess(runs.adapters());
  private final RegistryValues metrics = new RegistryValues(registry);

  @AfterEach
  void endAll() {
    woven.endAll();
  }

  @ParameterizedTest
  @CsvSource({
    "exit 0, success, ''",
    "exit 1, failure, exit_nonzero",
    "exit 2, success, ''",
    "exit 128, failure, exit_nonzero",
    "kill -9 $$, failure, signal",
    "exit 192, failure, signal",
    "exit 193, failure, exit_nonzero",
  })
  void shouldJudgeByExitCode(String script, String outcome, String errorType) throws Exception {
    woven.exit(woven.start("sh", "-c", "read go; " + script));

    assertOneRun(outcome, errorType);
  }

  @Test
  void shouldReadCanceledWhenKilled() throws Exception {
    Process process = woven.start("sh", "-c", "read go");

    woven.kill(process.toHandle());
    woven.exit(process);

    assertOneRun("canceled", "canceled");
  }

  @Test
  void shouldReadTimeoutWhenKilledAfterWaitInVain() throws Exception {
    Process process = woven.start("sh", "-c", "read go");

    assertThat(woven.waitFor(process, 1, TimeUnit.MILLISECONDS)).isFalse();
    woven.kill(process.toHandle());
    woven.exit(process);

    assertOneRun("timeout", "timeout");
  }

  @Test
  void shouldReadTimeoutWhateverTheCodeOfAFailure() throws Exception {
    Process process = woven.start("sh", "-c", "trap 'exit 3' TERM; echo; read go; read go");
    process.getInputStream().read();

    woven.waitFor(process, 1, TimeUnit.MILLISECONDS);
    woven.kill(process.toHandle());
    woven.exit(process);

    assertOneRun("timeout", "timeout");
  }

  @Test
  void shouldReadSuccessWhenExitIsOneWhateverWasTried() throws Exception {
    Process process = woven.start("sh", "-c", "trap 'exit 0' TERM; echo; read go; read go");
    process.getInputStream().read();

    woven.waitFor(process, 1, TimeUnit.MILLISECONDS);
    woven.kill(process.toHandle());
    woven.exit(process);

    assertOneRun("success", "");
  }

  @Test
  void shouldReadSuccessWhenKillLostRace() throws Exception {
    Process process = woven.start("sh", "-c", "trap '' TERM; echo; read go; exit 0");
    process.getInputStream().read();

    woven.kill(process.toHandle());
    woven.exit(process);

    assertOneRun("success", "");
  }

  @Test
  void shouldReadCanceledWhenGraceAfterKillPasses() throws Exception {
    Process process = woven.start("sh", "-c", "trap '' TERM; echo; read go; read go");
    process.getInputStream().read();

    woven.kill(process.toHandle());
    woven.waitFor(process, 1, TimeUnit.MILLISECONDS);
    process.destroyForcibly();
    woven.exit(process);

    assertOneRun("canceled", "canceled");
  }

  @Test
  void shouldNotBlameKillThatFoundNobody() throws Exception {
    Process process = woven.start("sh", "-c", "read go; exit 3");

    woven.killInVain(process.toHandle());
    woven.exit(process);

    assertOneRun("failure", "exit_nonzero");
  }

  @Test
  void shouldCountBytesThroughPipes() throws Exception {
    Process process = woven.start("sh", "-c", "cat; echo oops >&2");

    process.getOutputStream().write(new byte[12345]);
    process.getOutputStream().close();
    assertThat(process.getInputStream().readNBytes(45)).hasSize(45);
    woven.exit(process);

    assertThat(metrics.value("heddle_exec_sent_bytes_total", "subprocess", "sh")).isEqualTo(12345);
    awaitReceived(12345 + 5);
    assertThat(process.getInputStream().readAllBytes()).hasSize(12300);
  }

  /** The JDK takes over what lies in the pipes after it has told the waiters of the exit. */
  private void awaitReceived(double bytes) throws InterruptedException {
    String name = "heddle_exec_received_bytes_total";
    for (int i = 0; i < 500 && metrics.value(name, "subprocess", "sh") < bytes; i++) {
      Thread.sleep(10);
    }
    assertThat(metrics.value(name, "subprocess", "sh")).isEqualTo(bytes);
  }

  @Test
  void shouldCountUnreadBytesOfStreamClosedEarly() throws Exception {
    Process process = woven.start("sh", "-c", "echo 12345; echo >&2; read go");
    process.getErrorStream().read();

    process.getInputStream().close();
    woven.exit(process);

    assertThat(metrics.value("heddle_exec_received_bytes_total", "subprocess", "sh")).isEqualTo(7);
  }

  @Test
  void shouldHaveNoSeriesForRedirectedStreams() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", "echo text")
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true);

    woven.exit(woven.start(builder));

    assertOneRun("success", "");
    assertThat(metrics.names()).noneMatch(name -> name.contains("bytes"));
  }

  @Test
  void shouldCountFailedSpawnAsErrorOfRunner() {
    woven.fail(new IOException("Cannot run program"));
    woven.fail(new NullPointerException());

    assertThat(metrics.value("heddle_runner_errors_total", "subprocess", "spawn_failed"))
        .isEqualTo(1);
    assertThat(metrics.names()).noneMatch(name -> name.contains("exec"));
  }

  @Test
  void shouldEndRunThatJdkCouldNotTakeChargeOf() throws Exception {
    woven.startBroken(new ProcessBuilder("sh", "-c", "read go"), new IOException("no thread"));

    assertOneRun("failure", "start_failed");
    assertThat(metrics.names()).doesNotContain("heddle_runner_errors_total");
  }

  @Test
  void shouldListOpenRunWithPid() throws Exception {
    Process process = woven.start("sh", "-c", "read go");

    assertThat(registry.inFlight())
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.pid()).isEqualTo(process.pid());
              assertThat(run.labels().values()).containsExactly("subprocess", "sh");
            });
    assertThat(metrics.value("heddle_exec_in_flight", "subprocess", "sh")).isEqualTo(1);
  }

  @Test
  void shouldIgnoreEndAfterClose() throws Exception {
    Process process = woven.start("sh", "-c", "read go");

    runs.close();
    woven.exit(process);

    assertThat(metrics.value("heddle_exec_in_flight", "subprocess", "sh")).isEqualTo(1);
  }

  @Test
  void shouldNameProgramsByTheirLastPart() {
    assertThat(SpawnContext.baseName("/usr/bin/env", 128)).isEqualTo("env");
    assertThat(SpawnContext.baseName("env", 2)).isEqualTo("en");
    assertThat(SpawnContext.baseName("/bin/", 128)).isEqualTo("unknown");
    assertThat(SpawnContext.baseName("a\uD83D\uDE00\uD83D", 128)).isEqualTo("a\uD83D\uDE00\uFFFD");
  }

  private void assertOneRun(String outcome, String errorType) {
    assertThat(metrics.value("heddle_exec_started_total", "subprocess", "sh")).isEqualTo(1);
    assertThat(metrics.value("heddle_exec_in_flight", "subprocess", "sh")).isZero();
    assertThat(metrics.value("heddle_exec_completed_total", "subprocess", "sh", outcome))
        .isEqualTo(1);
    if (!errorType.isEmpty()) {
      assertThat(metrics.value("heddle_exec_errors_total", "subprocess", "sh", errorType))
          .isEqualTo(1);
    }
  }
}
