package io.heddle.it.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Application;
import io.heddle.it.harness.Jdk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tools and models of Spring AI; {@code com.acme.pack.SpringAiApp} says how many of each. */
class SpringAiIT {
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountToolsModelsAndStreams(Jdk jdk) throws Exception {
    assertCounted(PackTrial.of(jdk, "com.acme.pack.SpringAiApp", "tool", "llm"));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldCountThemOfTheSecondVersion(Jdk jdk) throws Exception {
    Application application =
        Application.of("com.acme.pack.SpringAiApp").onSecondVersionOf("org/springframework");
    assertCounted(PackTrial.of(jdk, application, "tool", "llm"));
  }

  private static void assertCounted(PackTrial trial) {
    assertThat(trial.completed("tool", "tool=\"shout\",outcome=\"success\"")).isEqualTo(4);
    assertThat(trial.errors("tool", "tool=\"boom\",error_type=\"tool_error\"")).isEqualTo(3);
    assertThat(trial.after().sum("heddle_tool_completed_total")).isEqualTo(7);

    // five calls; two subscriptions to one stream, each of which asks the model twice when it is
    // made
    assertThat(trial.completed("llm", "model=\"own\",outcome=\"success\"")).isEqualTo(5 + 2 + 2);
    assertThat(trial.errors("llm", "model=\"own\",error_type=\"IllegalStateException\""))
        .isEqualTo(2);
    assertThat(trial.inside().value("heddle_llm_in_flight{model=\"own\"}")).isEqualTo(1);
    assertThat(trial.completed("llm", "model=\"own\",outcome=\"canceled\"")).isEqualTo(1);
    assertThat(trial.after().value("heddle_llm_tokens_total{model=\"own\",type=\"input\"}"))
        .isEqualTo(42);
    assertThat(trial.after().value("heddle_llm_tokens_total{model=\"own\",type=\"output\"}"))
        .isEqualTo(28);
    assertThat(trial.after().text()).doesNotContain("secret");
  }
}
