package io.heddle.it.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.harness.Application;
import io.heddle.it.harness.BoxAssertions;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.external.Podman;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Containers of a real daemon, through docker-java and testcontainers; {@code
 * com.acme.pack.ContainerApp} and {@code com.acme.pack.TestcontainersApp} say how many of each.
 */
class ContainerIT {
  private static final String IMAGE = of("heddle/busybox");

  private Podman podman;

  @BeforeEach
  void startDaemon() throws Exception {
    String missing = Podman.missing();
    assumeTrue(missing.isEmpty(), () -> "no containers here without " + missing);
    podman = Podman.start();
  }

  @AfterEach
  void stopDaemon() throws Exception {
    if (podman != null) {
      podman.stop();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountContainersAndProgramsInThem(Jdk jdk) throws Exception {
    Application application =
        Application.of("com.acme.pack.ContainerApp", podman.address(), Podman.IMAGE);
    RunningBoxes boxes = new RunningBoxes();
    PackTrial trial = PackTrial.of(jdk, application, boxes, "exec", "phase");
    assertThat(podman.containers()).isEmpty();
    assertBoxes(trial, boxes);
    Scrape inside = trial.inside();
    // the one that is kept, and the one that the programs run in
    assertThat(inside.value("heddle_exec_in_flight{" + IMAGE + "}")).isEqualTo(2);

    assertThat(trial.completed("exec", IMAGE + ",outcome=\"success\"")).isEqualTo(3);
    assertThat(trial.completed("exec", IMAGE + ",outcome=\"failure\"")).isEqualTo(4);
    assertThat(trial.errors("exec", IMAGE + ",error_type=\"exit_nonzero\"")).isEqualTo(3);
    assertThat(trial.errors("exec", IMAGE + ",error_type=\"signal\"")).isEqualTo(1);
    assertThat(trial.completed("exec", IMAGE + ",outcome=\"timeout\"")).isEqualTo(1);
    assertThat(trial.completed("exec", IMAGE + ",outcome=\"canceled\"")).isEqualTo(6);

    assertThat(trial.completed("exec", of("sh") + ",outcome=\"success\"")).isEqualTo(3);
    assertThat(trial.errors("exec", of("sh") + ",error_type=\"exit_nonzero\"")).isEqualTo(2);
    assertThat(trial.completed("exec", of("sleep") + ",outcome=\"canceled\"")).isEqualTo(2);
    assertThat(trial.completed("exec", of("true") + ",outcome=\"success\"")).isEqualTo(1);
    assertThat(trial.completed("exec", of("echo") + ",outcome=\"success\"")).isEqualTo(1);
    assertThat(trial.after().sum("heddle_exec_completed_total")).isEqualTo(23);
    // true and echo: nobody asked for their exit codes
    assertThat(trial.after().value("heddle_self_unknown_outcomes_total{pack=\"docker-java\"}"))
        .isEqualTo(2);
    assertThat(trial.after().value("heddle_exec_received_bytes_total{" + of("sh") + "}"))
        .isEqualTo(30);
    assertThat(
            trial
                .after()
                .value(
                    "heddle_runner_errors_total{runner=\"container\",error_type=\"spawn_failed\"}"))
        .isEqualTo(1);

    assertPhase(trial, "container_create", "success", 15);
    assertThat(phaseErrors(trial, "container_create", "not_found")).isEqualTo(1);
    assertPhase(trial, "container_start", "success", 15);
    assertPhase(trial, "container_start", "failure", 1);
    assertPhase(trial, "container_pull", "failure", 1);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountThoseOfTestcontainersOnce(Jdk jdk) throws Exception {
    Application application =
        Application.of("com.acme.pack.TestcontainersApp", Podman.IMAGE).in(podman.environment());
    RunningBoxes boxes = new RunningBoxes();
    PackTrial trial = PackTrial.of(jdk, application, boxes, "exec", "phase");
    assertThat(podman.containers()).isEmpty();
    assertBoxesOfTestcontainers(trial, boxes);
    assertThat(trial.inside().value("heddle_exec_in_flight{" + IMAGE + "}")).isEqualTo(1);

    assertThat(trial.completed("exec", IMAGE + ",outcome=\"canceled\"")).isEqualTo(3);
    assertThat(trial.completed("exec", of("sh") + ",outcome=\"success\"")).isEqualTo(4);
    assertThat(trial.errors("exec", of("sh") + ",error_type=\"exit_nonzero\"")).isEqualTo(2);
    assertThat(trial.after().sum("heddle_exec_completed_total")).isEqualTo(9);
    assertThat(trial.after().value("heddle_exec_received_bytes_total{" + of("sh") + "}"))
        .isEqualTo(12);

    assertPhase(trial, "container_ready", "success", 2);
    assertPhase(trial, "container_ready", "timeout", 1);
    assertPhase(trial, "container_create", "success", 3);
    assertPhase(trial, "container_start", "success", 3);
  }

  private static void assertBoxes(PackTrial trial, RunningBoxes boxes) {
    // without an image, and without the program that it is to run: two that cannot come up
    BoxAssertions.assertCounted(trial.inside(), "container", 16, 2, 12, 2);
    BoxAssertions.assertCounted(trial.after(), "container", 16, 2, 14, 0);
    assertThat(BoxAssertions.stage(trial.after(), "box_config")).isEqualTo(15);
    assertThat(BoxAssertions.stage(trial.after(), "box_spawn")).isEqualTo(14);
    assertThat(BoxAssertions.stage(trial.after(), "unattributed")).isEqualTo(14);
    boxes.assertListed("container", "heddle/busybox");
    // one of them goes on: a command counts when it begins
    Json box = boxes.running(6);
    assertThat(box.get("bytes_sent_total").value()).isNull();
    assertThat(box.get("exec_errors_total").number()).isEqualTo(2);
    assertThat(box.get("bytes_received_total").number()).isEqualTo(30);
    BoxAssertions.assertStages(box, "box_config", "box_spawn");
    assertThat(boxes.inFlight("heddle/busybox")).hasSize(2);
    assertThat(boxes.inFlight("sleep")).isNotEmpty();
  }

  /** A box of testcontainers and the container that it makes are one. */
  private static void assertBoxesOfTestcontainers(PackTrial trial, RunningBoxes boxes) {
    BoxAssertions.assertCounted(trial.inside(), "container", 1, 0, 0, 1);
    BoxAssertions.assertCounted(trial.after(), "container", 3, 1, 2, 0);
    boxes.assertListed("container", "heddle/busybox");
    Json box = boxes.running(3);
    assertThat(box.get("exec_errors_total").number()).isEqualTo(1);
    assertThat(box.get("bytes_received_total").number()).isEqualTo(6);
    assertThat(box.get("bytes_sent_total").value()).isNull();
    // its first process is of this machine, as the application was told by the daemon
    assertThat(box.get("memory_bytes").number()).isPositive();
    boxes.assertUnits(1);
    Json run = boxes.inFlight("heddle/busybox").get(0);
    assertThat(run.get("pid").number()).isEqualTo(boxes.unitPid());
    assertThat(run.get("pidState").value()).isEqualTo("sleeping");
    BoxAssertions.assertStages(box, "image_prepare", "box_config", "box_spawn", "container_init");
  }

  private static void assertPhase(PackTrial trial, String phase, String outcome, int count) {
    String labels = "phase=\"" + phase + "\",outcome=\"" + outcome + "\"";
    assertThat(trial.completed("phase", labels)).as(labels).isEqualTo(count);
  }

  private static double phaseErrors(PackTrial trial, String phase, String errorType) {
    return trial.errors("phase", "phase=\"" + phase + "\",error_type=\"" + errorType + "\"");
  }

  private static String of(String name) {
    return "runner=\"container\",name=\"" + name + "\"";
  }
}
