package io.heddle.it.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Application;
import io.heddle.it.harness.BoxAssertions;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wasm functions in Chicory and in Endive; {@code com.acme.pack.WasmCalls} says how many of each.
 */
class WasmIT {
  private static final String SHOP = "runner=\"wasm\",name=\"shop\",";

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountChicory(Jdk jdk) throws Exception {
    RunningBoxes boxes = new RunningBoxes();
    assertCounted(
        PackTrial.of(jdk, Application.of("com.acme.pack.ChicoryApp"), boxes, "exec", "phase"),
        boxes);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountEndive(Jdk jdk) throws Exception {
    RunningBoxes boxes = new RunningBoxes();
    assertCounted(
        PackTrial.of(jdk, Application.of("com.acme.pack.EndiveApp"), boxes, "exec", "phase"),
        boxes);
  }

  private static void assertBoxes(PackTrial trial, RunningBoxes boxes) {
    // the commands have done all that they are for when they would be up
    BoxAssertions.assertCounted(trial.inside(), "wasm", 3, 0, 2, 1);
    boxes.assertListed("wasm", "shop");
    // one of them goes on: a command counts when it begins
    Json shop = boxes.running(16);
    // nobody counts what goes in and comes out
    assertThat(shop.get("bytes_sent_total").value()).isNull();
    assertThat(shop.get("bytes_received_total").value()).isNull();
    assertThat(shop.get("exec_errors_total").number()).isEqualTo(8);
    BoxAssertions.assertStages(shop, "box_config", "container_init");
    assertThat(BoxAssertions.stage(trial.after(), "container_init")).isEqualTo(3);
  }

  private static void assertCounted(PackTrial trial, RunningBoxes boxes) {
    assertBoxes(trial, boxes);
    assertThat(trial.inside().value("heddle_exec_in_flight{runner=\"wasm\",name=\"shop\"}"))
        .isEqualTo(1);
    // five that return, two that leave with status 0
    assertThat(trial.completed("exec", SHOP + "outcome=\"success\"")).isEqualTo(7);
    assertThat(trial.errors("exec", SHOP + "error_type=\"trap\"")).isEqualTo(3);
    assertThat(trial.errors("exec", SHOP + "error_type=\"exit_nonzero\"")).isEqualTo(4);
    assertThat(trial.completed("exec", SHOP + "outcome=\"canceled\"")).isEqualTo(2);
    // a command without a name: by its function, which runs within the instantiation
    assertThat(trial.completed("exec", "runner=\"wasm\",name=\"_start\",outcome=\"success\""))
        .isEqualTo(2);
    assertThat(trial.completed("phase", "phase=\"wasm_instantiate\",outcome=\"success\""))
        .isEqualTo(3);
    assertThat(trial.after().sum("heddle_exec_completed_total")).isEqualTo(18);
  }
}
