package io.heddle.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  @Tag("T1")
  void shouldGiveRunnerTypesTheLabelsOfSolti() {
    assertThat(Arrays.stream(RunnerType.values()).map(RunnerType::label))
        .containsExactly("subprocess", "container", "wasm");
  }

  @Test
  @Tag("T2")
  @Tag("T11")
  void shouldGiveRunnerErrorsTheLabelsOfSolti() {
    assertThat(Arrays.stream(RunnerErrorKind.values()).map(RunnerErrorKind::label))
        .containsExactly(
            "cgroup_prepare_failed", "backend_config_failed", "spawn_failed", "module_load_failed");
  }

  @Test
  @Tag("T-D5")
  void shouldHaveElevenDifferentLabelsInLowerCase() {
    List<String> labels = new ArrayList<>();
    Arrays.stream(RunnerType.values()).map(RunnerType::label).forEach(labels::add);
    Arrays.stream(RunnerErrorKind.values()).map(RunnerErrorKind::label).forEach(labels::add);
    Arrays.stream(TaskOutcome.values()).map(TaskOutcome::label).forEach(labels::add);
    assertThat(labels).hasSize(11).doesNotHaveDuplicates().allMatch(one -> one.matches("[a-z_]+"));
  }

  @Test
  @Tag("T3")
  void shouldGiveOutcomesTheLabelsOfSolti() {
    assertThat(Arrays.stream(TaskOutcome.values()).map(TaskOutcome::label))
        .containsExactly("success", "failure", "canceled", "timeout");
  }
}
