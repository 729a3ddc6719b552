package io.heddle.it.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.BoxAssertions;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Kernel;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Boxes and stages by rule; {@code com.acme.rule.VmApp} says how many of each. */
class BoxRulesIT {
  private static final String CONFIG =
      """
      log: debug
      rules:
        - { id: create, type: com.acme.rule.Vm, method: create*, stage: create, box: $return, pid: $return.process.pid, labels: { runner: vm, name: $return.image } }
        - { id: dirs, type: com.acme.rule.Vm, method: directories, stage: filesystem_setup }
        - { id: image, type: com.acme.rule.Vm, method: prepare, stage: image_prepare }
        - { id: pull, type: com.acme.rule.Vm, method: pull, stage: pull }
        - { id: spawn, type: com.acme.rule.Vm, method: spawn, stage: box_spawn }
        - { id: boot, type: com.acme.rule.Vm, method: awaitGuest, stage: boot }
        - { id: run, type: com.acme.rule.Vm, method: run, stage: command, box: $this, sent: $1, outcome: { failure: $return != 0 } }
        - { id: write, type: com.acme.rule.Vm, method: write, stage: io, box: $this, sent: $return }
        - { id: stop, type: com.acme.rule.Vm, method: stop, stage: end, box: $this }
        - { id: whole, type: com.acme.rule.Plan, method: orchestrate, family: orchestration }
        - { id: plan, type: com.acme.rule.Plan, method: plan, stage: plan }
        - { id: act, type: com.acme.rule.Plan, method: act, stage: act }
      """;

  @TempDir private Path directory;

  private static double stages(Scrape scrape, String of, String stage) {
    return scrape.value(
        "heddle_stage_duration_seconds_count{of=\"" + of + "\",stage=\"" + stage + "\"}");
  }

  private static Json figures(JavaProcess process, String id) throws IOException {
    return Json.parse(process.get("/api/boxes/" + id + "/metrics"));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("B2")
  @Tag("B3")
  @Tag("B4")
  @Tag("B6")
  @Tag("B7")
  @Tag("B8")
  @Tag("B9")
  @Tag("B10")
  @Tag("B11")
  @Tag("B12")
  @Tag("B13")
  @Tag("B17")
  @Tag("B18")
  @Tag("B19")
  @Tag("B20")
  @Tag("B-D11")
  void shouldFollowBoxesFromTheirCreationToTheirEnd(Jdk jdk) throws Exception {
    Path took = directory.resolve("took");
    try (JavaProcess process =
        JavaProcess.with(jdk).config(CONFIG).run("com.acme.rule.VmApp", took.toString()).start()) {
      process.awaitOutput("ready: before");
      assertThat(process.get("/api/boxes")).isEqualTo("{\"boxes\":[]}");
      process.writeLine("");
      process.awaitOutput("ready: inside");
      assertRunningIsARealCount(process.scrape());
      assertTheEighteenNamesOfBoxlite(figures(process, "vm-1"));
      assertCommandsAndTheirErrors(figures(process, "vm-1"));
      assertBytesSent(figures(process, "vm-1"));
      assertDurationsOfTheCreation(
          figures(process, "vm-1"), Double.parseDouble(Files.readString(took)));
      assertProcessorAndMemoryOfItsProcess(process);
      assertOneLineWhenABoxIsUp(process.stderr());
      stagesOfRuns(process);
      process.writeLine("");
      process.awaitOutput("ready: after");
      Scrape after = process.scrape();
      BoxAssertions.assertCounted(after, "vm", 4, 1, 3, 0);
      assertThat(stages(after, "orchestration", "plan")).isEqualTo(2);
      assertThat(stages(after, "orchestration", "act")).isEqualTo(1);
      assertThat(stages(after, "orchestration", "unattributed")).isEqualTo(1);
      assertThat(after.value("heddle_self_advice_errors_total")).isZero();
      // it has ended, and its figures stay for an hour
      assertThat(figures(process, "vm-1").get("commands_executed_total").number()).isEqualTo(5);
      assertThat(figures(process, "vm-1").get("cpu_percent").value()).isNull();
      process.writeLine("");
      ProcessResult result = process.awaitResult();
      assertThat(result.status()).isZero();
      assertThat(result.out())
          .isEqualTo(
              """
              ready: before
              no such image
              0
              0
              7
              0
              nothing to run
              ready: inside
              ready: after
              """);
    }
  }

  private static void assertRunningIsARealCount(Scrape inside) {
    BoxAssertions.assertCounted(inside, "vm", 4, 1, 1, 2);
    assertThat(stages(inside, "box", "image_prepare")).isEqualTo(2);
    assertThat(stages(inside, "box", "unattributed")).isEqualTo(3);
    assertThat(stages(inside, "none", "image_prepare")).isZero();
  }

  private static void assertTheEighteenNamesOfBoxlite(Json figures) {
    assertThat(figures.keys())
        .contains(
            "commands_executed_total",
            "exec_errors_total",
            "bytes_sent_total",
            "bytes_received_total",
            "cpu_percent",
            "memory_bytes",
            "network_bytes_sent",
            "network_bytes_received",
            "network_tcp_connections",
            "network_tcp_errors");
    assertThat(figures.get("boot_timing").keys())
        .contains(
            "total_create_duration_ms",
            "guest_boot_duration_ms",
            "stage_filesystem_setup_ms",
            "stage_image_prepare_ms",
            "stage_guest_rootfs_ms",
            "stage_box_config_ms",
            "stage_box_spawn_ms",
            "stage_container_init_ms");
    // unknown is null: nobody tells of the network, and there was no such stage
    assertThat(figures.get("network_bytes_sent").value()).isNull();
    assertThat(figures.get("boot_timing").get("stage_guest_rootfs_ms").value()).isNull();
  }

  private static void assertCommandsAndTheirErrors(Json figures) {
    assertThat(figures.get("commands_executed_total").number()).isEqualTo(5);
    assertThat(figures.get("exec_errors_total").number()).isEqualTo(2);
  }

  private static void assertBytesSent(Json figures) {
    assertThat(figures.get("bytes_sent_total").number()).isEqualTo(7 + 100);
    assertThat(figures.get("bytes_received_total").number()).isZero();
  }

  private static void assertDurationsOfTheCreation(Json figures, double tookNanos) {
    Json timing = figures.get("boot_timing");
    double total = timing.get("total_create_duration_ms").number();
    assertThat(total).isBetween(110.0, tookNanos / 1e6);
    assertThat(timing.get("guest_boot_duration_ms").number()).isBetween(30.0, total);
    assertThat(timing.get("stage_filesystem_setup_ms").number()).isBetween(10.0, total);
    assertThat(timing.get("stage_pull_ms").number()).isBetween(40.0, total);
    // without the pull within it
    assertThat(timing.get("stage_image_prepare_ms").number()).isBetween(10.0, total - 40);
    assertThat(timing.get("stage_unattributed_ms").number()).isBetween(50.0, total);
    BoxAssertions.assertStages(figures, "filesystem_setup", "image_prepare", "box_spawn");
  }

  private static void assertProcessorAndMemoryOfItsProcess(JavaProcess process) throws Exception {
    Json list = Json.parse(process.get("/api/boxes")).get("boxes");
    assertThat(list.list()).hasSize(4);
    assertThat(list.with("id", "vm-1").get("state").value()).isEqualTo("running");
    assertThat(list.with("id", "vm-1").get("name").value()).isEqualTo("alpine");
    assertThat(list.with("state", "failed").get("id").value()).isEqualTo("vm-4");
    long pid = spinning(process);
    Json looked = Await.until(() -> look(process, pid), BoxRulesIT::isBusy);
    assertThat(looked.get("cpu_percent").number()).isBetween(1.0, 100.0);
    assertThat(looked.get("cpu_cores").number()).isBetween(.05, 1.3);
    assertThat(looked.get("memory_bytes").number())
        .isCloseTo(Kernel.residentBytes(pid), org.assertj.core.api.Assertions.withinPercentage(20));
  }

  /** The figures of the machine once its process has used 0.3 s of processor time since now. */
  private static Json look(JavaProcess process, long pid) throws IOException {
    double before = Kernel.cpuSeconds(pid);
    Await.until(() -> Kernel.cpuSeconds(pid), seconds -> seconds > before + .3);
    return figures(process, "vm-1");
  }

  private static boolean isBusy(Json figures) {
    return figures.get("cpu_cores").value() != null && figures.get("cpu_cores").number() > .05;
  }

  /** The one child that is left: the other machine was stopped, the third has no process. */
  private static long spinning(JavaProcess process) {
    List<ProcessHandle> children =
        process.handle().children().filter(ProcessHandle::isAlive).toList();
    assertThat(children).hasSize(1);
    return children.get(0).pid();
  }

  private static void assertOneLineWhenABoxIsUp(String stderr) {
    List<String> lines =
        stderr
            .lines()
            .filter(line -> line.contains("Box initialization stages completed"))
            .toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .contains("DEBUG")
        .contains("box=vm-1 ")
        .contains("stage_guest_rootfs_ms=null")
        .contains("guest_boot_duration_ms=")
        .contains("total_create_duration_ms=");
  }

  private static void stagesOfRuns(JavaProcess process) throws IOException {
    Json run =
        Json.parse(process.get("/api/inflight")).get("inflight").with("family", "orchestration");
    assertThat(run.get("stage").value()).isEqualTo("act");
  }
}
