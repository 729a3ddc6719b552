package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Scrape;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tools that a model made up: calls that failed because there is no such tool. */
class InventedToolsIT {
  @TempDir Path classes;

  /** The same turns with one tool after the other, with all at once, and streamed. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountThemInLangChain(Jdk jdk) throws Exception {
    assertLangChain(run(jdk, "LangChainInventedApp", ""));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldCountThemWithTheNextCore(Jdk jdk) throws Exception {
    assertLangChain(run(jdk, "LangChainInventedApp", "dev/langchain4j/langchain4j-core"));
  }

  private static void assertLangChain(Scrape scrape) {
    assertThat(completed(scrape, "weather", "success")).isEqualTo(9);
    assertThat(errors(scrape, "weather", "tool_error")).isEqualTo(3);
    assertThat(errors(scrape, "broken", "tool_error")).isEqualTo(3);
    assertThat(errors(scrape, "nope", "not_found")).isEqualTo(6);
    assertThat(errors(scrape, "phantom", "not_found")).isEqualTo(1);
    assertThat(scrape.sum("heddle_tool_completed_total")).as(scrape.text()).isEqualTo(22);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountThemInSpring(Jdk jdk) throws Exception {
    assertSpring(run(jdk, "SpringInventedApp", ""));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountThemInTheSecondSpring(Jdk jdk) throws Exception {
    assertSpring(run(jdk, "SpringInventedApp", "org/springframework"));
  }

  private static void assertSpring(Scrape scrape) {
    assertThat(completed(scrape, "shout", "success")).isEqualTo(4);
    assertThat(errors(scrape, "nope", "not_found")).isEqualTo(3);
    // the second version asks the resolver only where it is told to
    double others = scrape.sum("heddle_tool_completed_total") - 7;
    assertThat(completed(scrape, "whisper", "success") + errors(scrape, "whisper", "not_found"))
        .as(scrape.text())
        .isEqualTo(4)
        .isEqualTo(others);
  }

  private Scrape run(Jdk jdk, String main, String second) throws Exception {
    return PackApplication.run(jdk, classes, "invented", main, second);
  }

  private static double completed(Scrape scrape, String tool, String outcome) {
    return value(scrape, "completed", tool, "outcome=\"" + outcome);
  }

  private static double errors(Scrape scrape, String tool, String kind) {
    return value(scrape, "errors", tool, "error_type=\"" + kind);
  }

  private static double value(Scrape scrape, String series, String tool, String label) {
    return scrape.value("heddle_tool_" + series + "_total{tool=\"" + tool + "\"," + label + "\"}");
  }
}
