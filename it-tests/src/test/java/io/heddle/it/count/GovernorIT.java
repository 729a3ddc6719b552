package io.heddle.it.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Kernel;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of a method that is called too often for the budget every call is counted, and some are timed.
 */
@Tag("alone")
class GovernorIT {
  private static final String LABELS =
      "rule=\"hot\",class=\"com.acme.count.GovernedApp\",method=\"work\"";
  private static final Pattern CALLED = Pattern.compile("called (\\d+) slow (\\d+) failed (\\d+);");

  private static JavaProcess start(Jdk jdk, String budget, int seconds) throws IOException {
    return JavaProcess.with(jdk)
        .config(
            "packs: []\n"
                + "governor: { budget: "
                + budget
                + " }\n"
                + "rules: [ { id: hot, type: com.acme.count.GovernedApp, method: work } ]\n")
        .run("com.acme.count.GovernedApp", Integer.toString(seconds))
        .start();
  }

  private static double value(Scrape scrape, String name, String more) {
    return scrape.value("heddle_call_" + name + "{" + LABELS + more + "}");
  }

  private static double self(Scrape scrape, String name) {
    return scrape.value("heddle_self_" + name + "{rule=\"hot\"}");
  }

  private static Matcher called(JavaProcess process) throws IOException {
    process.awaitOutput("ready: called");
    Matcher called = CALLED.matcher(process.stdout());
    assertThat(called.find()).isTrue();
    return called;
  }

  /** Exact by the application's own count; the slow calls by its sleeps. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountEveryCallAndMissNoSlowOne(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "1%", 6)) {
      Scrape before = process.scrape();
      for (int i = 0; i < 40; i++) {
        Scrape during = process.scrape();
        Laws.hold(during, "call");
        Laws.neverFall(before, during, "call");
        before = during;
      }
      Matcher called = called(process);
      double calls = Double.parseDouble(called.group(1));
      double slow = Double.parseDouble(called.group(2));
      Scrape scrape = process.scrape();
      String success = ",outcome=\"success\"";
      assertThat(value(scrape, "completed_total", success)).isEqualTo(calls);
      assertThat(value(scrape, "duration_seconds_count", success)).isEqualTo(calls);
      assertThat(value(scrape, "completed_total", ",outcome=\"failure\"")).isEqualTo(slow);
      assertThat(value(scrape, "started_total", "")).isEqualTo(calls + slow);
      assertThat(value(scrape, "in_flight", "")).isZero();
      double within = value(scrape, "duration_seconds_bucket", success + ",le=\"0.01\"");
      assertThat(calls - within).as("calls of 30 ms").isGreaterThanOrEqualTo(slow);
      assertThat(value(scrape, "duration_seconds_sum", success)).isGreaterThan(slow * .02);
      assertThat(self(scrape, "timing_interval")).isGreaterThan(1);
      assertThat(self(scrape, "untimed_calls_total")).isBetween(calls / 10, calls + slow);
      double clock = scrape.value("heddle_self_clock_seconds");
      assertThat(clock).isBetween(1e-9, 1e-5);
      double timed = calls + slow - self(scrape, "untimed_calls_total");
      assertThat(self(scrape, "overhead_seconds_total"))
          .isBetween(timed * 2 * clock, (calls + slow) * (2 * clock + 1e-7));
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      assertThat(process.stderr()).contains("rule hot is called").contains("governor.budget");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldTimeEveryCallWithoutABudget(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "off", 3)) {
      Matcher called = called(process);
      Scrape scrape = process.scrape();
      assertThat(value(scrape, "completed_total", ",outcome=\"success\""))
          .isEqualTo(Double.parseDouble(called.group(1)));
      assertThat(self(scrape, "timing_interval")).isEqualTo(1);
      assertThat(self(scrape, "untimed_calls_total")).isZero();
    }
  }

  /** Once a second its thread looks at the rates; a clock that ticks would wake it 119 times. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldSleepWhileNothingIsGoverned(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "1%", 0)) {
      called(process);
      process.scrape();
      long before = Kernel.voluntarySwitches(process.pid(), "heddle-governor");
      Thread.sleep(5_000);
      long wakeUps = Kernel.voluntarySwitches(process.pid(), "heddle-governor") - before;
      assertThat(wakeUps).isBetween(1L, 15L);
    }
  }
}
