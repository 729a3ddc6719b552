package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.field.Sources;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.external.Podman;
import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images that are missing, modules that cannot be loaded, and what rules call an error. */
class RunnerErrorsIT {
  private static final String MACHINES =
      """
      rules:
        - { id: create, type: "com.acme.runners.MachinesApp$Machine", method: create, stage: create, box: $return, labels: { runner: vm } }
        - { id: image, type: "com.acme.runners.MachinesApp$Machine", method: image, stage: image_prepare, runner_error: module_load_failed }
        - { id: spawn, type: "com.acme.runners.MachinesApp$Machine", method: spawn, runner_error: spawn_failed, labels: { runner: vm } }
        - { id: limit, type: "com.acme.runners.MachinesApp$Machine", method: limit, runner_error: cgroup_prepare_failed, labels: { runner: vm }, outcome: { failure: $return == false } }
        - { id: configure, type: "com.acme.runners.MachinesApp$Machine", method: configure, runner_error: backend_config_failed, labels: { runner: vm } }
      """;

  @TempDir Path classes;

  @BeforeEach
  void compile() throws Exception {
    Sources.compile("runners", "", System.getProperty("java.class.path"), classes);
  }

  private JavaProcess.Builder application(Jdk jdk, String... command) {
    return JavaProcess.with(jdk)
        .classPath(classes + File.pathSeparator + System.getProperty("java.class.path"))
        .run(command);
  }

  private static double errors(Scrape scrape, String runner, String kind) {
    return scrape.value(
        "heddle_runner_errors_total{runner=\"" + runner + "\",error_type=\"" + kind + "\"}");
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountModulesOfChicoryThatCannotBeLoaded(Jdk jdk) throws Exception {
    assertModules(application(jdk, "com.acme.runners.ChicoryModules"));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountModulesOfEndiveThatCannotBeLoaded(Jdk jdk) throws Exception {
    assertModules(application(jdk, "com.acme.runners.EndiveModules"));
  }

  private static void assertModules(JavaProcess.Builder builder) throws Exception {
    try (JavaProcess process = builder.start()) {
      Scrape scrape = process.awaitOutput("ready").scrape();
      assertThat(process.stdout()).contains("not linked: UnlinkableException", "read: loaded");
      assertThat(errors(scrape, "wasm", "module_load_failed")).isEqualTo(5);
      assertThat(scrape.sum("heddle_runner_errors_total")).isEqualTo(5);
      assertThat(scrape.value("heddle_boxes_failed_total{runner=\"wasm\"}")).isEqualTo(1);
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountImagesThatAreMissing(Jdk jdk) throws Exception {
    String missing = Podman.missing();
    assumeTrue(missing.isEmpty(), () -> "no containers here without " + missing);
    Podman podman = Podman.start();
    JavaProcess.Builder builder = application(jdk, "com.acme.runners.ImagesApp", podman.address());
    podman.environment().forEach(builder::variable);
    try (JavaProcess process = builder.start()) {
      Scrape scrape = process.awaitOutput("ready").scrape();
      assertThat(process.stdout()).contains("no image: 404", "not launched");
      assertThat(errors(scrape, "container", "module_load_failed")).isEqualTo(4);
      assertThat(scrape.sum("heddle_runner_errors_total")).isEqualTo(4);
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    } finally {
      podman.stop();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountWhatRulesCallAnErrorOfARunner(Jdk jdk) throws Exception {
    try (JavaProcess process =
        application(jdk, "com.acme.runners.MachinesApp").config(MACHINES).start()) {
      Scrape scrape = process.awaitOutput("ready").scrape();
      // the runner of a stage is that of its box
      assertThat(errors(scrape, "vm", "module_load_failed")).isEqualTo(2);
      assertThat(errors(scrape, "vm", "spawn_failed")).isEqualTo(1);
      assertThat(errors(scrape, "vm", "cgroup_prepare_failed")).isEqualTo(2);
      assertThat(errors(scrape, "vm", "backend_config_failed")).isEqualTo(1);
      assertThat(scrape.sum("heddle_runner_errors_total")).isEqualTo(6);
      assertThat(scrape.value("heddle_boxes_created_total{runner=\"vm\"}")).isEqualTo(4);
      assertThat(scrape.value("heddle_boxes_failed_total{runner=\"vm\"}")).isEqualTo(3);
      String stage = "heddle_stage_duration_seconds_count{of=\"box\",stage=\"image_prepare\"}";
      assertThat(scrape.value(stage)).isEqualTo(2); // those that succeeded
      assertThat(scrape.sum("heddle_call_started_total")).isZero();
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    }
  }
}
