package io.heddle.it.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A glob over what the JVM itself lives on. The probes run on these classes too: one method too
 * many, and they call themselves without end.
 */
@Tag("alone")
class BroadGlobsIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldRunOnAWovenJavaUtil(Jdk jdk) throws Exception {
    assertRunsAsBare(
        jdk, "type: java.util.**", "java.util.HashMap", "java.util.concurrent.FutureTask");
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldRunOnAWovenJavaLang(Jdk jdk) throws Exception {
    assertRunsAsBare(jdk, "type: java.lang.**", "java.lang.String", "java.lang.Thread");
  }

  /** Arguments and results are boxed for a condition, by classes that are woven themselves. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldRunOnAJavaLangWhoseResultsAreLookedAt(Jdk jdk) throws Exception {
    assertRunsAsBare(
        jdk, "type: java.lang.**, family: message, outcome: { failure: $thrown != null }");
  }

  /** The results are looked at by what runs on the very classes that are woven. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldRunOnAJavaUtilWhoseResultsAreLookedAt(Jdk jdk) throws Exception {
    assertRunsAsBare(
        jdk, "type: java.util.**, family: message, outcome: { failure: $thrown != null }");
  }

  /** What a call does that is not timed is linked before the first one, by woven classes. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldRunOnAJavaLangWhoseCallsGoUntimed(Jdk jdk) throws Exception {
    List<String> counted = List.of("java.lang.String");
    assertRunsAsBare(
        jdk,
        "type: java.lang.**",
        counted,
        "-Dheddle.governor.budget=0.001%",
        // it warns that counting alone takes more
        "-Dheddle.log=error");
  }

  private static void assertRunsAsBare(Jdk jdk, String rule, String... counted) throws Exception {
    assertRunsAsBare(jdk, rule, List.of(counted));
  }

  private static void assertRunsAsBare(Jdk jdk, String rule, List<String> counted, String... jvm)
      throws Exception {
    String config =
        "packs: []\nlimits: { series: 20000 }\nrules: [ { id: broad, " + rule + " } ]\n";
    long start = System.nanoTime();
    ProcessResult result;
    try (JavaProcess process =
        JavaProcess.with(jdk).jvm(jvm).config(config).run("com.acme.rule.BroadApp").start()) {
      Scrape scrape = process.awaitOutput("ready: broad").scrape();
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      assertThat(scrape.value("heddle_self_woven_methods{rule=\"broad\"}")).isGreaterThan(2_000);
      for (String type : counted) {
        assertThat(scrape.text()).contains("class=\"" + type + "\"");
      }
      Laws.hold(scrape, "call");
      Laws.hold(scrape, "message");
      process.writeLine("");
      result = process.awaitResult();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT);
    result.assertServedBeside(bare(jdk));
    assertThat(result.status()).isEqualTo(7);
  }

  private static ProcessResult bare(Jdk jdk) throws Exception {
    try (JavaProcess process = JavaProcess.with(jdk).bare().run("com.acme.rule.BroadApp").start()) {
      process.awaitOutput("ready: broad").writeLine("");
      return process.awaitResult();
    }
  }
}
