package io.heddle.it.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Application;
import io.heddle.it.harness.Jdk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tools and models of LangChain4j; {@code com.acme.pack.LangChainApp} says how many of each. */
class LangChainIT {
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountToolsAndModels(Jdk jdk) throws Exception {
    assertCounted(PackTrial.of(jdk, "com.acme.pack.LangChainApp", "tool", "llm"));
  }

  /** Its core has a road of its own for answers that come later. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldCountThemWithTheNextCore(Jdk jdk) throws Exception {
    Application application =
        Application.of("com.acme.pack.LangChainApp")
            .onSecondVersionOf("dev/langchain4j/langchain4j-core");
    assertCounted(PackTrial.of(jdk, application, "tool", "llm"));
  }

  private static void assertCounted(PackTrial trial) {
    assertThat(trial.completed("tool", "tool=\"shout\",outcome=\"success\"")).isEqualTo(4);
    assertThat(trial.errors("tool", "tool=\"boom\",error_type=\"tool_error\"")).isEqualTo(4);
    assertThat(trial.after().sum("heddle_tool_completed_total")).isEqualTo(8);

    // a class of the application that implements the interface: three turns a question
    assertThat(trial.completed("llm", "model=\"scripted\",outcome=\"success\"")).isEqualTo(12);
    // five directly, and one through a router, which is one call
    assertThat(trial.completed("llm", "model=\"m-1\",outcome=\"success\"")).isEqualTo(5);
    assertThat(trial.completed("llm", "model=\"none\",outcome=\"success\"")).isEqualTo(1);
    assertThat(trial.errors("llm", "model=\"m-1\",error_type=\"rate_limited\"")).isEqualTo(3);
    assertThat(trial.errors("llm", "model=\"m-1\",error_type=\"InternalServerException\""))
        .isEqualTo(2);
    assertThat(trial.errors("llm", "model=\"m-1\",error_type=\"auth\"")).isEqualTo(1);
    assertThat(trial.inside().value("heddle_llm_in_flight{model=\"m-1\"}")).isEqualTo(1);
    assertThat(trial.completed("llm", "model=\"m-1\",outcome=\"timeout\"")).isEqualTo(1);
    assertTokens(trial, "scripted", 120, 36);
    assertTokens(trial, "m-1", 35, 10);

    assertThat(trial.completed("llm", "model=\"async\",outcome=\"success\"")).isEqualTo(3);
    assertThat(trial.errors("llm", "model=\"async\",error_type=\"rate_limited\"")).isEqualTo(2);
    assertTokens(trial, "async", 15, 6);

    assertThat(trial.completed("llm", "model=\"s-1\",outcome=\"success\"")).isEqualTo(3);
    assertThat(trial.errors("llm", "model=\"s-1\",error_type=\"rate_limited\"")).isEqualTo(1);
    assertThat(trial.errors("llm", "model=\"s-1\",error_type=\"InternalServerException\""))
        .isEqualTo(1);
    assertTokens(trial, "s-1", 24, 9);
    assertThat(trial.after().text()).doesNotContain("secret");
  }

  private static void assertTokens(PackTrial trial, String model, int input, int output) {
    String series = "heddle_llm_tokens_total{model=\"" + model + "\",type=\"";
    assertThat(trial.after().value(series + "input\"}")).isEqualTo(input);
    assertThat(trial.after().value(series + "output\"}")).isEqualTo(output);
  }
}
