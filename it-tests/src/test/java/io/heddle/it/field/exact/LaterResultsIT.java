package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Cli;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A run whose result comes later ends with that result: neither before nor after. */
class LaterResultsIT {
  private static JavaProcess start(Jdk jdk, String application, String rule) throws IOException {
    return JavaProcess.with(jdk)
        .classPath(System.getProperty("java.class.path"))
        .run("com.acme.field.later." + application)
        .config(
            "rules:\n  - { id: later, type: \"com.acme.field.later.*$Service\", method: \"*\""
                + rule)
        .start();
  }

  private static double completed(Scrape scrape, String method, String outcome) {
    double sum = 0;
    for (var entry : scrape.values().entrySet()) {
      if (entry.getKey().startsWith("heddle_call_completed_total")
          && entry.getKey().contains("method=\"" + method + "\"")
          && entry.getKey().contains("outcome=\"" + outcome + "\"")) {
        sum += entry.getValue();
      }
    }
    return sum;
  }

  private static double ofMethod(Scrape scrape, String series, String method) {
    double sum = 0;
    for (var entry : scrape.values().entrySet()) {
      if (entry.getKey().startsWith("heddle_call_" + series)
          && entry.getKey().contains("method=\"" + method + "\"")) {
        sum += entry.getValue();
      }
    }
    return sum;
  }

  private static void hold(Scrape scrape) {
    Laws.hold(scrape, "call");
    assertThat(scrape.sum("heddle_self_advice_errors_total")).isZero();
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldTimeAFutureAndNotItsUsers(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "FuturesApp", " }\n")) {
      Scrape joined = process.awaitOutput("ready: joined").scrape();
      assertThat(ofMethod(joined, "in_flight", "joined")).isZero();
      assertThat(completed(joined, "joined", "success")).isEqualTo(1);
      process.writeLine("");
      Scrape inside = process.awaitOutput("ready: in callback").scrape();
      assertThat(ofMethod(inside, "in_flight", "watched")).isZero();
      assertThat(completed(inside, "watched", "success")).isEqualTo(1);
      process.writeLine("");
      process.awaitOutput("ready: forgotten");
      assertThat(process.stdout()).contains("dependents 0[Not completed]");
      assertThat(ofMethod(process.scrape(), "duration_seconds_sum", "fetch")).isBetween(0.04, 0.9);
      process.writeLine("");
      Scrape scrape = awaitCollected(process);
      assertThat(completed(scrape, "forgotten", "canceled")).isEqualTo(5);
      hold(scrape);
    }
  }

  /** The sixth is still there. */
  private static Scrape awaitCollected(JavaProcess process) throws IOException {
    process.awaitOutput("ready: collected");
    Scrape scrape = process.scrape();
    for (int i = 0; i < 100 && ofMethod(scrape, "in_flight", "forgotten") > 1; i++) {
      process.writeLine("");
      scrape = process.scrape();
    }
    assertThat(ofMethod(scrape, "in_flight", "forgotten")).isEqualTo(1);
    return scrape;
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldFollowFuturesOfEveryShape(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "ShapesOfFutures", " }\n")) {
      Scrape scrape = process.awaitOutput("ready: done").scrape();
      shouldHave(scrape);
      assertThat(ofMethod(scrape, "in_flight", "generic")).isEqualTo(1);
      assertThat(RuleStatus.of(process, "later").json())
          .contains("silent()", "ends with its method: nothing tells when a com.acme.field.later")
          .doesNotContain("object(", "submitted(", "chain(");
      process.writeLine("");
      Scrape last = process.awaitOutput("ready: completed").scrape();
      assertThat(ofMethod(last, "in_flight", "generic")).isZero();
      assertThat(last.sum("heddle_call_in_flight")).isZero();
      hold(last);
    }
  }

  /** Labels from the call, and runs that are listed. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldFollowFuturesOfListedRuns(Jdk jdk) throws Exception {
    String rule = ", family: tool, labels: { tool: $method } }\n";
    try (JavaProcess process = start(jdk, "ShapesOfFutures", rule)) {
      String text = process.awaitOutput("ready: done").scrape().text();
      Scrape scrape =
          new Scrape(text.replace("heddle_tool_", "heddle_call_").replace("tool=\"", "method=\""));
      shouldHave(scrape);
      assertThat(process.get("/api/inflight")).contains("\"tool\":\"generic\"");
    }
  }

  private static void shouldHave(Scrape scrape) {
    for (String once :
        new String[] {
          "chain",
          "ready",
          "insteadOfLate",
          "obtruded",
          "copied",
          "minimal",
          "own",
          "all",
          "any",
          "generic",
          "scheduled",
          "silent"
        }) {
      assertThat(completed(scrape, once, "success")).as(once).isEqualTo(1);
      assertThat(ofMethod(scrape, "duration_seconds_sum", once)).as(once).isLessThan(0.6);
    }
    for (String later : new String[] {"chain", "insteadOfLate", "copied", "minimal", "scheduled"}) {
      assertThat(ofMethod(scrape, "duration_seconds_sum", later)).as(later).isGreaterThan(0.04);
    }
    assertThat(completed(scrape, "cached", "success")).isEqualTo(10);
    assertThat(completed(scrape, "failed", "failure")).isEqualTo(1);
    assertThat(completed(scrape, "fails", "failure")).isEqualTo(1);
    assertThat(ofMethod(scrape, "duration_seconds_sum", "fails")).isBetween(0.04, 0.6);
    assertThat(completed(scrape, "late", "timeout")).isEqualTo(1);
    assertThat(ofMethod(scrape, "duration_seconds_sum", "late")).isBetween(0.04, 0.6);
    assertThat(completed(scrape, "canceled", "canceled")).isEqualTo(1);
    assertThat(completed(scrape, "object", "success")).isEqualTo(2);
    assertThat(ofMethod(scrape, "duration_seconds_sum", "object")).isBetween(0.04, 0.6);
    assertThat(completed(scrape, "submitted", "success")).isEqualTo(3);
    assertThat(completed(scrape, "submitted", "failure")).isEqualTo(2);
    assertThat(completed(scrape, "submitted", "canceled")).isEqualTo(1);
    assertThat(ofMethod(scrape, "duration_seconds_sum", "submitted")).isGreaterThan(0.18);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountEachSubscriptionToReactor(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "ReactorApp", " }\n")) {
      Scrape first = process.awaitOutput("ready: subscribed").scrape();
      assertThat(completed(first, "mono", "success")).isEqualTo(5);
      assertThat(ofMethod(first, "duration_seconds_sum", "mono")).isBetween(0.49, 2.5);
      assertThat(ofMethod(first, "started_total", "mono")).isEqualTo(5);
      assertThat(completed(first, "bad", "failure")).isEqualTo(3);
      assertThat(completed(first, "flux", "success")).isEqualTo(3);
      assertThat(ofMethod(first, "duration_seconds_sum", "flux")).isBetween(0.26, 2.5);
      assertThat(first.sum("heddle_call_in_flight")).isZero();
      process.writeLine("");
      shouldHaveOthers(process.awaitOutput("ready: done").scrape());
      String reasons = RuleStatus.of(process, "later").json();
      assertThat(reasons)
          .contains("connectable()", "would be no reactor.core.publisher.ConnectableFlux")
          .contains("flow()", "a java.util.concurrent.Flow$Publisher is not followed");
      hold(process.scrape());
    }
  }

  private static void shouldHaveOthers(Scrape scrape) {
    assertThat(completed(scrape, "just", "success")).isEqualTo(1);
    assertThat(completed(scrape, "empty", "success")).isEqualTo(1);
    assertThat(completed(scrape, "many", "canceled")).isEqualTo(2);
    assertThat(completed(scrape, "flaky", "failure")).isEqualTo(2);
    assertThat(completed(scrape, "flaky", "success")).isEqualTo(1);
    assertThat(completed(scrape, "slow", "canceled")).isEqualTo(1);
    assertThat(completed(scrape, "limited", "timeout")).isEqualTo(1);
    assertThat(completed(scrape, "throwing", "failure")).isEqualTo(1);
    assertThat(completed(scrape, "eager", "success")).isEqualTo(1);
    assertThat(ofMethod(scrape, "duration_seconds_sum", "eager")).isLessThan(0.25);
    assertThat(completed(scrape, "declared", "success")).isEqualTo(1);
    assertThat(completed(scrape, "connectable", "success")).isEqualTo(1);
    assertThat(completed(scrape, "connectableInside", "success")).isEqualTo(1);
    assertThat(completed(scrape, "flow", "success")).isEqualTo(1);
    assertThat(completed(scrape, "ofFuture", "success")).isEqualTo(1);
    assertThat(ofMethod(scrape, "started_total", "lost")).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountEachSubscriptionToRxJava(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "RxApp", " }\n")) {
      Scrape scrape = process.awaitOutput("ready: done").scrape();
      assertThat(completed(scrape, "single", "success")).isEqualTo(5);
      assertThat(ofMethod(scrape, "started_total", "single")).isEqualTo(8);
      assertThat(ofMethod(scrape, "duration_seconds_sum", "single")).isBetween(0.49, 2.5);
      assertThat(completed(scrape, "single", "failure")).isEqualTo(3);
      assertThat(completed(scrape, "maybe", "success")).isEqualTo(6);
      assertThat(completed(scrape, "maybe", "failure")).isEqualTo(3);
      for (String type : new String[] {"completable", "flowable", "observable"}) {
        assertThat(completed(scrape, type, "success")).as(type).isEqualTo(3);
        assertThat(completed(scrape, type, "failure")).as(type).isEqualTo(3);
      }
      assertThat(completed(scrape, "flowable", "canceled")).isEqualTo(1);
      assertThat(completed(scrape, "observable", "canceled")).isEqualTo(1);
      assertThat(completed(scrape, "slow", "canceled")).isEqualTo(1);
      assertThat(completed(scrape, "limited", "timeout")).isEqualTo(1);
      assertThat(completed(scrape, "declared", "success")).isEqualTo(1);
      assertThat(completed(scrape, "subjectInside", "success")).isEqualTo(1);
      assertThat(completed(scrape, "subject", "success")).isEqualTo(1);
      assertThat(completed(scrape, "connectable", "success")).isEqualTo(1);
      assertThat(scrape.sum("heddle_call_in_flight")).isZero();
      assertThat(RuleStatus.of(process, "later").json())
          .contains("subject()", "connectable()", "ends with its method");
      hold(scrape);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldGiveTheFuturesBack(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "FuturesApp", " }\n")) {
      process.awaitOutput("ready: joined");
      ProcessResult left = Cli.on(jdk).run("detach", process.pid());
      assertThat(left.status()).as(left.toString()).isZero();
      assertThat(left.out()).contains("2 woven classes report the bytes of before");
      process.writeLine("");
      process.awaitOutput("ready: in callback").writeLine("");
      process.awaitOutput("ready: forgotten");
      assertThat(process.stdout()).contains("dependents 0[Not completed]");
    }
  }

  /** What nobody asks for costs nothing: the JDK's futures stay as they are. */
  @ParameterizedTest
  @CsvSource({"ready,1", "nothing,0"})
  void shouldWeaveFuturesOnlyWhereAMethodReturnsOne(String method, int woven) throws Exception {
    String rules =
        "rules: [ { id: later, type: \"com.acme.field.later.ShapesOfFutures$Service\", method: "
            + method
            + " } ]\n";
    try (JavaProcess process =
        JavaProcess.with(Jdk.all().get(0))
            .run("com.acme.field.later.ShapesOfFutures")
            .jvm("-Xlog:redefine+class+load=info")
            .config(rules)
            .start()) {
      process.awaitOutput("ready: done");
      assertThat(RuleStatus.of(process, "later").woven()).isEqualTo(woven);
      assertThat(process.stdout().contains("java.util.concurrent.CompletableFuture"))
          .isEqualTo(woven == 1);
    }
  }
}
