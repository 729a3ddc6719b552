package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.field.Sources;
import io.heddle.it.harness.Await;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.external.Podman;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A box that was stopped, or whose process is gone, has ended within a second. */
class BoxesEndIT {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final String GUESTS =
      """
      rules:
        - { id: create, type: "com.acme.vanishing.GuestsApp$Guest", method: create, stage: create, box: $return, pid: $return.pid, labels: { runner: guest } }
        - { id: run, type: "com.acme.vanishing.GuestsApp$Guest", method: run, stage: command, box: $this }
      """;
  private static final String IMAGE = "{runner=\"container\",name=\"heddle/busybox\"";

  @TempDir Path classes;

  @BeforeEach
  void compile() throws Exception {
    Sources.compile("vanishing", "", System.getProperty("java.class.path"), classes);
  }

  private JavaProcess.Builder application(Jdk jdk) {
    return JavaProcess.with(jdk)
        .classPath(classes + File.pathSeparator + System.getProperty("java.class.path"));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldEndBoxesByRuleWithTheirProcess(Jdk jdk) throws Exception {
    try (ControlledApplication application =
        ControlledApplication.start(
            application(jdk).config(GUESTS), "com.acme.vanishing.GuestsApp")) {
      JavaProcess process = application.process();
      long pid = Long.parseLong(application.execute("create"));
      assertBoxes(process.scrape(), "guest", 1, 1, 0);
      application.execute("run");
      process.awaitOutput("runs");
      Json figures = figures(process, "guest-1");
      assertThat(figures.get("commands_executed_total").number()).isEqualTo(1);
      assertThat(figures.get("exec_errors_total").number()).isZero();
      // no rule says how many bytes
      assertThat(figures.get("bytes_sent_total").value()).isNull();
      assertThat(figures.get("bytes_received_total").value()).isNull();
      application.execute("end command");
      assertThat(figures(process, "guest-1").get("commands_executed_total").number()).isEqualTo(1);
      assertThat(figures(process, "guest-1").get("exec_errors_total").number()).isEqualTo(1);

      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      long killed = System.nanoTime();
      Await.until(() -> state(process, "guest-1"), "stopped"::equals);
      assertThat(System.nanoTime() - killed).isLessThan(SECOND);
      assertBoxes(process.scrape(), "guest", 1, 0, 1);

      application.execute("create ended");
      assertBoxes(process.scrape(), "guest", 2, 0, 2);
      application.execute("create");
      application.execute("stop"); // no rule says what stop means
      Await.until(() -> state(process, "guest-3"), "stopped"::equals);
      assertBoxes(process.scrape(), "guest", 3, 0, 3);
      assertThat(process.scrape().value("heddle_self_advice_errors_total")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldEndContainersThatNobodyWaitsFor(Jdk jdk) throws Exception {
    String missing = Podman.missing();
    assumeTrue(missing.isEmpty(), () -> "no containers here without " + missing);
    Podman podman = Podman.start();
    try (ControlledApplication application =
        ControlledApplication.start(
            application(jdk), "com.acme.vanishing.ContainersApp", podman.address(), Podman.IMAGE)) {
      goneWithItsProcess(application);
      stopped(application);
      killed(application);
      Scrape scrape = application.process().scrape();
      assertThat(scrape.text()).doesNotContain("heddle_exec_sent_bytes_total{");
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      Laws.hold(scrape, "exec");
    } finally {
      podman.stop();
    }
  }

  /** The application has looked at it once, and so it is known which process it is. */
  private static void goneWithItsProcess(ControlledApplication application) throws Exception {
    JavaProcess process = application.process();
    String id = application.execute("start stubborn");
    long pid = Long.parseLong(application.execute("pid"));
    assertBoxes(process.scrape(), "container", 1, 1, 0);
    assertThat(figures(process, id).get("bytes_sent_total").value()).isNull();
    assertThat(figures(process, id).get("bytes_received_total").number()).isZero();
    assertThat(inFlight(process.scrape())).isEqualTo(1);
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    long gone = System.nanoTime();
    Await.until(process::scrape, scrape -> inFlight(scrape) == 0);
    assertThat(System.nanoTime() - gone).isLessThan(SECOND + SECOND / 2);
    assertThat(state(process, id)).isEqualTo("stopped");
    assertBoxes(process.scrape(), "container", 1, 0, 1);
    // nobody has asked how it ended
    assertThat(completed(process.scrape(), "success")).isEqualTo(1);
    assertThat(process.scrape().value("heddle_self_unknown_outcomes_total{pack=\"docker-java\"}"))
        .isEqualTo(1);
    application.execute("remove");
  }

  private static void stopped(ControlledApplication application) throws Exception {
    JavaProcess process = application.process();
    application.execute("start");
    assertThat(application.execute("stop and look")).isEqualTo("0");
    assertThat(completed(process.scrape(), "success")).isEqualTo(2);
    assertBoxes(process.scrape(), "container", 2, 0, 2);
    application.execute("remove");

    String id = application.execute("start");
    application.execute("stop");
    assertThat(state(process, id)).isEqualTo("stopped");
    assertBoxes(process.scrape(), "container", 3, 0, 3);
    Await.until(process::scrape, scrape -> inFlight(scrape) == 0);
    assertThat(completed(process.scrape(), "canceled")).isEqualTo(1);
    assertThat(application.execute("stop again")).isEqualTo("not modified");
    application.execute("remove");
  }

  private static void killed(ControlledApplication application) throws Exception {
    JavaProcess process = application.process();
    String id = application.execute("start stubborn");
    application.execute("kill");
    long killed = System.nanoTime();
    assertThat(state(process, id)).isEqualTo("stopped");
    Await.until(process::scrape, scrape -> inFlight(scrape) == 0);
    assertThat(System.nanoTime() - killed).isLessThan(SECOND + SECOND / 2);
    assertThat(completed(process.scrape(), "canceled")).isEqualTo(2);
    assertBoxes(process.scrape(), "container", 4, 0, 4);
    application.execute("remove");
    assertThat(process.scrape().sum("heddle_exec_started_total")).isEqualTo(4);
  }

  private static double inFlight(Scrape scrape) {
    return scrape.value("heddle_exec_in_flight" + IMAGE + "}");
  }

  private static double completed(Scrape scrape, String outcome) {
    return scrape.value("heddle_exec_completed_total" + IMAGE + ",outcome=\"" + outcome + "\"}");
  }

  private static void assertBoxes(
      Scrape scrape, String runner, int created, int running, int stopped) {
    String labels = "{runner=\"" + runner + "\"}";
    assertThat(scrape.value("heddle_boxes_created_total" + labels)).isEqualTo(created);
    assertThat(scrape.value("heddle_boxes_running" + labels)).isEqualTo(running);
    assertThat(scrape.value("heddle_boxes_stopped_total" + labels)).isEqualTo(stopped);
    assertThat(scrape.value("heddle_boxes_failed_total" + labels)).isZero();
  }

  private static Json figures(JavaProcess process, String id) throws IOException {
    return Json.parse(process.get("/api/boxes/" + id + "/metrics"));
  }

  private static String state(JavaProcess process, String id) throws IOException {
    Json boxes = Json.parse(process.get("/api/boxes")).get("boxes");
    return String.valueOf(boxes.with("id", id).get("state").value());
  }
}
