package io.heddle.it.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts are exact: by the three kinds of probes at once, on every sort of thread. */
@Tag("alone")
class CountsIT {
  private static final String[] FAMILIES = {"call", "runs", "valued"};
  private static final String CONFIG =
      """
      packs: []
      families:
        runs: { help: Listed while in flight, labels: [ method ] }
        valued: { help: Labels from the call, labels: [ method, self ] }
      rules:
        - { id: cells, type: com.acme.count.Work }
        - { id: runs, type: com.acme.count.Work, family: runs, labels: { method: $method } }
        - id: valued
          type: com.acme.count.Work
          family: valued
          labels: { method: $method, self: $this }
        - { id: over, type: com.acme.count.Work$*, method: over, family: message }
        - { id: top, type: com.acme.count.Work, method: depth, family: agent, outermost: true }
      """;

  private static JavaProcess start(Jdk jdk, String mode, String... jvm) throws IOException {
    return JavaProcess.with(jdk)
        .config(CONFIG)
        .jvm(jvm)
        .jvm("--add-opens", "java.base/java.lang=ALL-UNNAMED")
        .run("com.acme.count.CountsApp", mode)
        .start();
  }

  private static double value(
      Scrape scrape, String family, String end, String method, String more) {
    String labels =
        switch (family) {
          case "call" -> "rule=\"cells\",class=\"com.acme.count.Work\",method=\"" + method + "\"";
          case "runs" -> "method=\"" + method + "\"";
          default -> "method=\"" + method + "\",self=\"none\"";
        };
    return scrape.value("heddle_" + family + "_" + end + "{" + labels + more + "}");
  }

  private static void completed(
      Scrape scrape, String method, double count, String outcome, String error) {
    for (String family : FAMILIES) {
      String more = ",outcome=\"" + outcome + "\"";
      String what = family + " " + method;
      assertThat(value(scrape, family, "started_total", method, "")).as(what).isEqualTo(count);
      assertThat(value(scrape, family, "completed_total", method, more)).as(what).isEqualTo(count);
      assertThat(value(scrape, family, "duration_seconds_count", method, more))
          .as(what)
          .isEqualTo(count);
      assertThat(value(scrape, family, "in_flight", method, "")).as(what).isZero();
      if (!error.isEmpty()) {
        String type = ",error_type=\"" + error + "\"";
        assertThat(value(scrape, family, "errors_total", method, type)).as(what).isEqualTo(count);
      }
    }
  }

  private static void atRest(Scrape scrape) {
    assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    for (String family : FAMILIES) {
      Laws.hold(scrape, family);
    }
  }

  private static void goOn(JavaProcess process) throws IOException {
    process.stdin().write("\n".getBytes(StandardCharsets.UTF_8));
    process.stdin().flush();
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountExceptionsErrorsAndRecursion(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "plain")) {
      Scrape scrape = process.awaitOutput("ready: plain").scrape();
      completed(scrape, "through", 1_000, "failure", "IllegalStateException");
      completed(scrape, "error", 1, "failure", "AssertionError");
      completed(scrape, "linkage", 1, "failure", "NoClassDefFoundError");
      completed(scrape, "depth", 10, "success", "");
      assertThat(scrape.value("heddle_agent_started_total")).isEqualTo(1);
      assertThat(scrape.value("heddle_agent_completed_total{outcome=\"success\"}")).isEqualTo(1);
      assertThat(scrape.value("heddle_message_started_total")).isEqualTo(2);
      atRest(scrape);
      goOn(process);
      assertThat(process.exit()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLeaveNothingInFlightWhenTheStackOverflows(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "overflow")) {
      Scrape scrape = process.awaitOutput("ready: overflow").scrape();
      for (String family : FAMILIES) {
        Laws.hold(scrape, family);
        double started = value(scrape, family, "started_total", "overflow", "");
        assertThat(started).as(family).isGreaterThan(1_000);
        assertThat(value(scrape, family, "in_flight", "overflow", "")).as(family).isZero();
        String error = ",error_type=\"StackOverflowError\"";
        assertThat(value(scrape, family, "errors_total", "overflow", error)).isEqualTo(started);
      }
      goOn(process);
      assertThat(process.exit()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountOnManyThreadsThatLiveDieAndPark(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "threads")) {
      Scrape scrape = process.awaitOutput("ready: threads").scrape();
      completed(scrape, "quick", 8 * 100_000 + 10_000 * 10 + 100_000, "success", "");
      atRest(scrape);
      goOn(process);
      scrape = process.awaitOutput("ready: parked").scrape();
      for (String family : FAMILIES) {
        assertThat(value(scrape, family, "in_flight", "park", "")).as(family).isEqualTo(37);
        assertThat(value(scrape, family, "started_total", "park", "")).as(family).isEqualTo(37);
      }
      goOn(process);
      scrape = process.awaitOutput("ready: left").scrape();
      completed(scrape, "park", 37, "success", "");
      atRest(scrape);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountOnVirtualThreads(Jdk jdk) throws Exception {
    Assumptions.assumeTrue(jdk.feature() >= 21, "virtual threads came with Java 21");
    for (String parallelism : new String[] {"1", "4"}) {
      try (JavaProcess process =
          start(jdk, "virtual", "-Djdk.virtualThreadScheduler.parallelism=" + parallelism)) {
        Scrape scrape = process.awaitOutput("ready: virtual").scrape();
        completed(scrape, "quick", 100_000, "success", "");
        atRest(scrape);
        goOn(process);
        scrape = process.awaitOutput("ready: parked").scrape();
        for (String family : FAMILIES) {
          assertThat(value(scrape, family, "in_flight", "park", "")).as(family).isEqualTo(500);
        }
        goOn(process);
        scrape = process.awaitOutput("ready: left").scrape();
        completed(scrape, "park", 500, "success", "");
        atRest(scrape);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldKeepTheLawsAtEveryScrapeWhileThreadsWrite(Jdk jdk) throws Exception {
    int scrapes = Boolean.getBoolean("heddle.long") ? 100_000 : 1_000;
    try (JavaProcess process =
        JavaProcess.with(jdk)
            .config(
                """
                packs: []
                rules: [ { id: cells, type: com.acme.count.Work } ]
                """)
            .run("com.acme.count.CountsApp", "load")
            .start()) {
      process.awaitOutput("ready: load");
      String address = process.address();
      int outside = 0;
      Scrape before = null;
      for (int i = 0; i < scrapes; i++) {
        Scrape scrape = new Scrape(JavaProcess.get(address, "/metrics", "text/plain"));
        Laws.hold(scrape, "call");
        if (before != null) {
          Laws.neverFall(before, scrape, "call");
        }
        before = scrape;
        double quick = value(scrape, "call", "in_flight", "quick", "");
        double through = value(scrape, "call", "in_flight", "through", "");
        outside += quick > 2 || through > 2 ? 1 : 0;
      }
      assertThat(outside)
          .as("scrapes with more in flight than threads")
          .isLessThan(scrapes / 1000 + 1);
      assertThat(process.scrape().value("heddle_self_advice_errors_total")).isZero();
    }
  }
}
