package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Scrape;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models and clients that hand their calls on: what the application asked for counts once. */
class DelegatesIT {
  private static final String[] TEN = {
    "router",
    "elsewhere",
    "retry",
    "fallback",
    "overriding",
    "limited",
    "overriding-limited",
    "own-async"
  };

  @TempDir Path classes;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountACallOfALangChainModelOnce(Jdk jdk) throws Exception {
    assertLangChain(run(jdk, "ModelsApp", ""));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldCountItOnceWithTheNextCore(Jdk jdk) throws Exception {
    assertLangChain(run(jdk, "ModelsApp", "dev/langchain4j/langchain4j-core"));
  }

  private static void assertLangChain(Scrape scrape) {
    for (String kind : TEN) {
      assertThat(completed(scrape, kind, "success")).as(kind).isEqualTo(10);
      assertThat(tokens(scrape, kind, "input")).as(kind).isEqualTo(100);
      assertThat(tokens(scrape, kind, "output")).as(kind).isEqualTo(50);
    }
    assertThat(completed(scrape, "sequel", "success")).isEqualTo(20);
    assertThat(completed(scrape, "ensemble", "success")).isEqualTo(30);
    assertThat(completed(scrape, "failing", "failure")).isEqualTo(3);
    assertThat(scrape.sum("heddle_llm_completed_total")).as(scrape.text()).isEqualTo(133);
    assertThat(scrape.sum("heddle_llm_errors_total")).isEqualTo(3);
  }

  /** Ten blocking and ten streamed calls, as of the case. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountARouterThatAnswersAtOnce(Jdk jdk) throws Exception {
    Scrape scrape = run(jdk, "SameThreadApp", "");
    assertThat(completed(scrape, "gpt-x", "success")).isEqualTo(20);
    assertThat(tokens(scrape, "gpt-x", "input")).isEqualTo(200);
    assertThat(completed(scrape, "next", "success")).isEqualTo(20);
    assertThat(scrape.sum("heddle_llm_completed_total")).isEqualTo(40);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountACallOfASpringModelOnce(Jdk jdk) throws Exception {
    assertSpring(run(jdk, "FluxModelsApp", ""));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldCountItOnceInTheSecondVersion(Jdk jdk) throws Exception {
    assertSpring(run(jdk, "FluxModelsApp", "org/springframework"));
  }

  private static void assertSpring(Scrape scrape) {
    assertThat(completed(scrape, "router", "success")).isEqualTo(20);
    assertThat(completed(scrape, "elsewhere", "success")).isEqualTo(20);
    assertThat(completed(scrape, "blocking", "success")).isEqualTo(10);
    assertThat(completed(scrape, "collecting", "success")).isEqualTo(10);
    assertThat(completed(scrape, "sequel", "success")).isEqualTo(30);
    assertThat(completed(scrape, "first", "success")).isEqualTo(1);
    assertThat(scrape.sum("heddle_llm_completed_total")).as(scrape.text()).isEqualTo(91);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountAnMcpCallWithinOneJvmOnce(Jdk jdk) throws Exception {
    assertOneJvm(run(jdk, "OneJvmApp", ""));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountItOnceWithTheSecondSdk(Jdk jdk) throws Exception {
    assertOneJvm(run(jdk, "OneJvmApp", "io/modelcontextprotocol"));
  }

  private static void assertOneJvm(Scrape scrape) {
    String completed = "heddle_tool_completed_total{tool=\"";
    String errors = "heddle_tool_errors_total{tool=\"";
    assertThat(scrape.value(completed + "good\",outcome=\"success\"}")).isEqualTo(28);
    assertThat(scrape.value(completed + "forward\",outcome=\"success\"}")).isEqualTo(3);
    assertThat(scrape.value(errors + "soft\",error_type=\"tool_error\"}")).isEqualTo(5);
    assertThat(scrape.value(errors + "nope\",error_type=\"not_found\"}")).isEqualTo(2);
    assertThat(scrape.sum("heddle_tool_completed_total")).as(scrape.text()).isEqualTo(38);
  }

  /** Two packs know such a call, and a third its server. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountAnMcpToolOfSpringOnce(Jdk jdk) throws Exception {
    Scrape scrape = run(jdk, "OneJvmSpringApp", "");
    // four by each of two callbacks; a tool that asks an MCP server is a call, and so is what it
    // asks
    assertThat(scrape.sum("heddle_tool_completed_total")).as(scrape.text()).isEqualTo(8 + 3 + 3);
    String own = "heddle_tool_completed_total{tool=\"own\",outcome=\"success\"}";
    assertThat(scrape.value(own)).isEqualTo(3);
    String asked = "heddle_tool_completed_total{tool=\"good\",outcome=\"success\"}";
    assertThat(scrape.value(asked)).isEqualTo(3);
  }

  private Scrape run(Jdk jdk, String main, String second) throws Exception {
    return PackApplication.run(jdk, classes, "delegates", main, second);
  }

  private static double completed(Scrape scrape, String model, String outcome) {
    return scrape.value(
        "heddle_llm_completed_total{model=\"" + model + "\",outcome=\"" + outcome + "\"}");
  }

  private static double tokens(Scrape scrape, String model, String type) {
    return scrape.value("heddle_llm_tokens_total{model=\"" + model + "\",type=\"" + type + "\"}");
  }
}
