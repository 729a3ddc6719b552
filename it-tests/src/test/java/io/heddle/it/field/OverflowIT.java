package io.heddle.it.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A thread is measured on after its stack has overflowed, however often and wherever it was. */
class OverflowIT {
  private static final String APP = "com.acme.field.deep.";
  private static final String RULES =
      """
      families:
        judged: { help: J, labels: [ c ] }
        async: { help: A, labels: [ c ] }
        verdict: { help: V, labels: [ c ] }
      rules:
        - { id: plain, type: "*..OverflowApp$*", method: plain }
        - { id: fails, type: "*..OverflowApp$*", method: fails }
        - { id: rough, type: "*..OverflowApp$Rough", method: labeled, family: tool, labels: { tool: $1.name } }
        - { id: exact, type: "*..OverflowApp$Exact", method: labeled, family: tool, labels: { tool: $1.name } }
        - { id: listed, type: "*..OverflowApp$*", method: listed, family: job, labels: { name: $class } }
        - { id: outer, type: "*..OverflowApp$*", method: outer, family: phase, outermost: true, labels: { phase: $class } }
        - { id: judged1, type: "*..OverflowApp$Rough", method: judged, family: judged, labels: { c: $class }, outcome: { failure: $1.isBad } }
        - { id: judged2, type: "*..OverflowApp$Exact", method: judged, family: judged, labels: { c: $class }, outcome: { failure: $1.isBad } }
        - { id: verdict, type: "*..OverflowApp$*", method: plain, family: verdict, labels: { c: $class }, outcome: { failure: $return == -1 } }
        - { id: heard, type: "*..OverflowApp$*", method: listed, outcome: { failure: $return == -1 } }
        - { id: async, type: "*..OverflowApp$*", method: async, family: async, labels: { c: $class } }
        - { id: stage, type: "*..OverflowApp$Rough", method: stage, stage: rough }
        - { id: stage2, type: "*..OverflowApp$Exact", method: stage, stage: exact }
        - { id: gauge, type: "*..OverflowApp$*", method: gauge, gauge: { name: calls_of, help: C, add: 1 }, labels: { c: $class } }
      """
          .replace("*..", "com.acme.field.deep.");
  private static final List<String> FAMILIES =
      List.of("call", "tool", "job", "phase", "judged", "async", "verdict", "exec");

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountExactlyAfterOverflowsInterruptsAndOddErrors(Jdk jdk) throws Exception {
    int threads = Boolean.getBoolean("heddle.long") ? 40 : 4;
    try (JavaProcess process =
        JavaProcess.with(jdk)
            .config(RULES)
            .run(APP + "OverflowApp", String.valueOf(threads))
            .timeout(Duration.ofMinutes(5)) // half a minute of two processors, on a busy machine
            .start()) {
      Scrape scrape = process.awaitOutput("ready: ").scrape();
      double all = number(process, "ready: (\\d+) threads");
      for (String family : FAMILIES) {
        Laws.hold(scrape, family);
        assertThat(scrape.sum("heddle_" + family + "_in_flight")).as(family).isZero();
      }
      String exact = APP + "OverflowApp$Exact";
      assertCalls(scrape, "plain", exact, 200 * all, "success");
      assertCalls(scrape, "fails", exact, 100 * all, "failure");
      assertRuns(scrape, "tool", "tool=\"fine\"", 100 * all);
      assertRuns(scrape, "job", "kind=\"none\",name=\"" + exact + "\"", 300 * all);
      assertRuns(scrape, "phase", "phase=\"" + exact + "\"", 100 * all);
      assertRuns(scrape, "judged", "c=\"" + exact + "\"", 100 * all);
      assertRuns(scrape, "verdict", "c=\"" + exact + "\"", 200 * all);
      String heard = "rule=\"heard\",class=\"" + exact + "\",method=\"listed\"";
      assertRuns(scrape, "call", heard, 300 * all);
      assertRuns(scrape, "async", "c=\"" + exact + "\"", 100 * all);
      assertRuns(scrape, "exec", "runner=\"subprocess\",name=\"true\"", all);
      assertThat(scrape.value("heddle_calls_of{c=\"" + exact + "\"}")).isEqualTo(100 * all);
      assertThat(scrape.value("heddle_stage_duration_seconds_count{of=\"none\",stage=\"exact\"}"))
          .isEqualTo(100 * all);
      assertThat(process.get("/api/inflight")).isEqualTo("{\"inflight\":[]}");
    }
  }

  private static void assertCalls(
      Scrape scrape, String method, String type, double calls, String outcome) {
    String labels = "rule=\"" + method + "\",class=\"" + type + "\",method=\"" + method + "\"";
    assertThat(scrape.value("heddle_call_started_total{" + labels + "}")).isEqualTo(calls);
    assertThat(
            scrape.value("heddle_call_completed_total{" + labels + ",outcome=\"" + outcome + "\"}"))
        .isEqualTo(calls);
  }

  private static void assertRuns(Scrape scrape, String family, String labels, double runs) {
    String name = "heddle_" + family;
    assertThat(scrape.value(name + "_started_total{" + labels + "}")).as(family).isEqualTo(runs);
    assertThat(scrape.value(name + "_completed_total{" + labels + ",outcome=\"success\"}"))
        .as(family)
        .isEqualTo(runs);
  }

  private static double number(JavaProcess process, String pattern) throws Exception {
    Matcher matcher = Pattern.compile(pattern).matcher(process.stdout());
    assertThat(matcher.find()).as(pattern).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  /** The engine that weaves is made, and each class woven, where there is no room for it. */
  @ParameterizedTest
  @ValueSource(ints = {256, 1024})
  void shouldWeaveWhatLoadsWhereTheStackIsNearlyFull(int kilobytes) throws Exception {
    for (Jdk jdk : Jdk.all()) {
      try (JavaProcess process =
          JavaProcess.with(jdk)
              .config("rules: [ { id: late, type: \"" + APP + "DeepLoadApp$Late\", method: run } ]")
              .run(APP + "DeepLoadApp", String.valueOf(kilobytes))
              .start()) {
        process.awaitOutput("loaded ");
        long loaded = (long) number(process, "loaded (\\d+)");
        assertThat(loaded).as("classes, %s", jdk).isGreaterThan(10);
        long least = loaded - unseen(process);
        Await.until(() -> RuleStatus.of(process, "late").woven(), count -> count >= least);
        // what had no room is woven within a second, and is not among these if others were woven
        // that did not load after all: there is no sign of the last one
        Thread.sleep(2_500);
        long woven = RuleStatus.of(process, "late").woven();
        assertThat(woven)
            .as("%s", jdk)
            .isLessThanOrEqualTo((long) number(process, "in (\\d+) tries"));
        process.writeLine("");
        Scrape scrape = process.awaitOutput("ready").scrape();
        assertThat(scrape.sum("heddle_call_started_total"))
            .as("%s", jdk)
            .isBetween(10.0 * least, 10.0 * loaded);
        assertRuns(scrape, "exec", "runner=\"subprocess\",name=\"true\"", 10);
        for (String family : List.of("call", "exec")) {
          Laws.hold(scrape, family);
        }
      }
    }
  }

  /** Lines that the JVM writes for classes that it had no stack to show to a transformer. */
  private static long unseen(JavaProcess process) throws Exception {
    return process.stderr().lines().filter(line -> line.contains("ASSERTION FAILED")).count();
  }
}
