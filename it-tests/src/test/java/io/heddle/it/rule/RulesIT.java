package io.heddle.it.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of a rule, on classes of an application and of the JDK. */
class RulesIT {
  private static final String TYPES_AND_METHODS =
      """
      packs: []
      families: { first: { labels: [ ], buckets: [ 0.5, 2 ] } }
      rules:
        - { id: nested, type: com.acme.rule.Shapes$Circle, method: area }
        - { id: shadowed, type: com.acme.rule.Shapes$Ci*, method: area }
        - { id: another, type: com.acme.rule.Shapes$Circle, method: area, family: first }
        - { id: none, type: com.*$Circle, method: twice }
        - { id: sub, type: com.acme.rule.Shapes$Shape, subtypes: true, method: area }
        - { id: indirect, type: com.acme.rule.Shapes$Round, subtypes: true, family: phase, method: radius }
        - { id: defaults, type: com.acme.rule.Shapes$Shape, method: "{name}" }
        - { id: statics, type: com.acme.rule.Shapes$Shape, method: sides }
        - { id: record, type: com.acme.rule.Shapes$Square, method: side }
        - { id: bridge, type: com.acme.rule.Shapes$Text }
        - { id: kinds, type: com.acme.rule.Shapes$Kinds }
        - { id: one, type: com.acme.rule.Shapes$Kinds, method: some(int), family: tool, labels: { tool: one } }
        - { id: many, type: com.acme.rule.Shapes$Kinds, method: some(String...), family: tool, labels: { tool: many } }
        - { id: enum, type: "**Level**" }
        - { id: marked, annotated: com.acme.rule.Measured }
        - { id: both, type: com.acme.rule.Shapes$Partly, annotated: com.acme.rule.Measured, family: message }
        - { id: excluded, type: com.acme.rule.Shapes$*, method: first, exclude: [ com.acme.rule.Shapes$Ex* ], family: job, labels: { kind: $class, name: $$x } }
        - { id: lambda, type: com.acme.rule.ShapesApp, method: lambda$main$0 }
        - { id: nolambda, type: com.acme.rule.ShapesApp, method: l*, family: agent }
        - { id: abstract, type: com.acme.rule.Shapes$Round, method: radius }
        - { id: toomany, type: com.acme.rule.Shapes$Kinds, method: nothing, family: llm, labels: { model: $1 } }
      """
          .replace("\"{name}\"", "name");

  private static void goOn(JavaProcess process) throws IOException {
    process.stdin().write("\n".getBytes(StandardCharsets.UTF_8));
    process.stdin().flush();
  }

  private static void runs(Scrape scrape, String rule, String type, String method, int count) {
    String labels =
        "{rule=\"" + rule + "\",class=\"com.acme.rule." + type + "\",method=\"" + method;
    assertThat(scrape.value("heddle_call_started_total" + labels + "\"}"))
        .as("%s %s.%s", rule, type, method)
        .isEqualTo(count);
  }

  private static void total(Scrape scrape, String rule, int count) {
    double sum = 0;
    for (var entry : scrape.values().entrySet()) {
      if (entry.getKey().startsWith("heddle_call_started_total{")
          && entry.getKey().contains("rule=\"" + rule + "\"")) {
        sum += entry.getValue();
      }
    }
    assertThat(sum).as("all runs of " + rule).isEqualTo(count);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldChooseTypesAndMethods(Jdk jdk) throws Exception {
    try (JavaProcess process =
        JavaProcess.with(jdk).config(TYPES_AND_METHODS).run("com.acme.rule.ShapesApp").start()) {
      Scrape scrape = process.awaitOutput("ready: shapes").scrape();
      runs(scrape, "nested", "Shapes$Circle", "area", 3);
      total(scrape, "shadowed", 0);
      assertThat(RuleStatus.of(process, "shadowed").json()).contains("shadowed by rule nested");
      assertThat(scrape.value("heddle_first_started_total")).isEqualTo(3);
      assertThat(scrape.text())
          .contains("heddle_first_duration_seconds_bucket{outcome=\"success\",le=\"2.0\"}");
      total(scrape, "none", 0);
      // circles belong to the rule before; the square of the other loader counts too
      runs(scrape, "sub", "Shapes$Square", "area", 4);
      assertThat(scrape.value("heddle_phase_started_total{phase=\"none\"}")).isEqualTo(6);
      runs(scrape, "defaults", "Shapes$Shape", "name", 6);
      runs(scrape, "statics", "Shapes$Shape", "sides", 3);
      runs(scrape, "record", "Shapes$Square", "side", 3);
      runs(scrape, "bridge", "Shapes$Text", "compareTo", 3);
      runs(scrape, "bridge", "Shapes$Text", "get", 3);
      runs(scrape, "bridge", "Shapes$Text", "most", 3);
      total(scrape, "kinds", 8 * 3);
      assertThat(scrape.value("heddle_tool_started_total{tool=\"one\"}")).isEqualTo(3);
      assertThat(scrape.value("heddle_tool_started_total{tool=\"many\"}")).isEqualTo(3);
      runs(scrape, "enum", "Shapes$Level", "weight", 3);
      runs(scrape, "enum", "Shapes$Level$1", "weight", 3);
      total(scrape, "marked", 9);
      assertThat(scrape.value("heddle_message_started_total")).isEqualTo(3);
      assertThat(
              scrape.value(
                  "heddle_job_started_total{kind=\"com.acme.rule.Shapes$Marked\",name=\"$x\"}"))
          .isEqualTo(3);
      assertThat(scrape.sum("heddle_job_started_total")).isEqualTo(3);
      runs(scrape, "lambda", "ShapesApp", "lambda$main$0", 3);
      assertThat(scrape.sum("heddle_agent_started_total")).isZero();
      assertThat(RuleStatus.of(process, "abstract").json()).contains("abstract: ");
      assertThat(RuleStatus.of(process, "toomany").json()).contains("$1 but it has 0 parameters");
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldReadLabelsOutcomesAndStages(Jdk jdk) throws Exception {
    String config =
        """
        packs: []
        families:
          text: { labels: [ v ] }
          any: { labels: [ v ] }
          steps: { labels: [ a, b, c ] }
          breaks: { labels: [ v, w ] }
          answer: { labels: [ s ] }
          thrown: { labels: [ v ] }
          stage: { labels: [ v ] }
          staged: { labels: [ ] }
        rules:
          - { id: text, type: com.acme.rule.ValuesApp, method: text, family: text, labels: { v: $1 } }
          - { id: any, type: com.acme.rule.ValuesApp, method: any, family: any, labels: { v: $1 } }
          - { id: steps, type: com.acme.rule.ValuesApp, method: steps, family: steps, labels: { a: $1.secret, b: $1.hidden, c: $1.inner.same.same.level } }
          - { id: breaks, type: com.acme.rule.ValuesApp, method: breaks, family: breaks, labels: { v: $1.broken, w: $1.nothing } }
          - { id: self, type: com.acme.rule.ValuesApp$Call, method: all, family: tool, labels: { tool: $this.secret } }
          - { id: returned, type: com.acme.rule.ValuesApp$Call, method: all, family: phase, labels: { phase: $return } }
          - id: answer
            type: com.acme.rule.ValuesApp
            method: answer
            family: answer
            labels: { s: $return.state }
            outcome: { failure: $return.isError, timeout: $return.status == 408, canceled: $return.state == gone }
          - { id: thrown, type: com.acme.rule.ValuesApp, method: thrower, family: thrown, labels: { v: $thrown.class } }
          - { id: forgiven, type: com.acme.rule.ValuesApp, method: forgiven, family: agent, outcome: { success: $thrown != null } }
          - { id: later, type: com.acme.rule.ValuesApp, method: later, family: message }
          - { id: judged, type: com.acme.rule.ValuesApp, method: judged, family: orchestration, outcome: { failure: $return.isError } }
        """
            .replace("  stage: { labels: [ v ] }\n", "")
            .replace("  staged: { labels: [ ] }\n", "")
            .replace("$thrown.class", "$thrown.getMessage");
    try (JavaProcess process =
        JavaProcess.with(jdk).config(config).run("com.acme.rule.ValuesApp").start()) {
      Scrape scrape = process.awaitOutput("ready: values").scrape();
      assertThat(process.stdout()).contains("ready: values 2\n");
      labels(scrape);
      outcomes(scrape);
      // toString of a Call, broken and a step that is not there
      assertThat(scrape.value("heddle_self_advice_errors_total")).isEqualTo(3);
      goOn(process);
      scrape = process.awaitOutput("ready: stages").scrape();
      assertThat(scrape.value("heddle_message_in_flight")).isEqualTo(4);
      assertThat(scrape.value("heddle_orchestration_in_flight")).isEqualTo(1);
      assertThat(process.get("/api/inflight")).contains("\"family\":\"orchestration\"");
      goOn(process);
      scrape = process.awaitOutput("ready: done").scrape();
      assertThat(scrape.value("heddle_message_in_flight")).isZero();
      outcome(scrape, "message", "success", 3);
      outcome(scrape, "message", "failure", 1);
      outcome(scrape, "message", "canceled", 1);
      outcome(scrape, "message", "timeout", 1);
      assertThat(scrape.value("heddle_message_errors_total{error_type=\"ArithmeticException\"}"))
          .isEqualTo(1);
      outcome(scrape, "orchestration", "failure", 1);
    }
  }

  private static void labels(Scrape scrape) {
    one(scrape, "text{v=\"plain\"}");
    one(scrape, "text{v=\"none\"}");
    one(scrape, "text{v=\"\ufffdd800 lone \u20ac\"}");
    one(scrape, "text{v=\"" + "x".repeat(128) + "\"}");
    for (String v : "LOW java.lang.String 42 2.5 true c _error_ none".split(" ", -1)) {
      one(scrape, "any{v=\"" + v + "\"}");
    }
    one(scrape, "steps{a=\"me\",b=\"hidden-me\",c=\"HIGH\"}");
    one(scrape, "breaks{v=\"_error_\",w=\"_error_\"}");
    one(scrape, "tool{tool=\"me\"}");
    one(scrape, "phase{phase=\"hidden-me\"}");
  }

  private static void one(Scrape scrape, String series) {
    int open = series.indexOf('{');
    String name = "heddle_" + series.substring(0, open) + "_started_total" + series.substring(open);
    assertThat(scrape.value(name)).as(name).isEqualTo(1);
  }

  private static void outcomes(Scrape scrape) {
    for (String[] one :
        new String[][] {
          {"done", "success"},
          {"done", "failure"},
          {"done", "timeout"},
          {"gone", "canceled"},
          {"none", "success"}
        }) {
      String labels = "{s=\"" + one[0] + "\",outcome=\"" + one[1] + "\"}";
      assertThat(scrape.value("heddle_answer_completed_total" + labels)).as(labels).isEqualTo(1);
    }
    outcome(scrape, "agent", "success", 1);
    for (String error : "timeout canceled ArithmeticException".split(" ", -1)) {
      assertThat(
              scrape.value("heddle_thrown_errors_total{v=\"none\",error_type=\"" + error + "\"}"))
          .as(error)
          .isEqualTo(error.equals("ArithmeticException") ? 0 : 1);
    }
    // the anonymous class reads as its parent
    double illegal = 0;
    for (var entry : scrape.values().entrySet()) {
      if (entry.getKey().startsWith("heddle_thrown_errors_total{")
          && entry.getKey().contains("\"IllegalStateException\"")) {
        illegal += entry.getValue();
      }
    }
    assertThat(illegal).isEqualTo(2);
    Laws.hold(scrape, "thrown");
    Laws.hold(scrape, "answer");
  }

  private static void outcome(Scrape scrape, String family, String outcome, int count) {
    String name = "heddle_" + family + "_completed_total{outcome=\"" + outcome + "\"}";
    assertThat(scrape.value(name)).as(name).isEqualTo(count);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldWeaveClassesOfTheJdkThatTheProbesUseThemselves(Jdk jdk) throws Exception {
    String config =
        """
        packs: []
        families: { tracked: { labels: [ m ] }, valued: { labels: [ m, v ] } }
        rules:
          - { id: crc, type: java.util.zip.CRC32, method: update(int) }
          - { id: put, type: java.util.concurrent.ConcurrentHashMap, method: put }
          - { id: add, type: java.util.ArrayList }
          - { id: map, type: java.util.HashMap }
          - { id: run, type: java.lang.Thread, method: run }
          - { id: locals, type: java.lang.ThreadLocal }
          - { id: puts, type: java.util.concurrent.ConcurrentHashMap, family: tracked, labels: { m: $method } }
          - { id: adds, type: java.util.ArrayList, method: add*, family: tracked, labels: { m: $method } }
          - { id: format, type: java.lang.String, method: "format(java.util.Locale, String, Object...)", family: valued, labels: { m: $method, v: $2 } }
        """;
    for (String[] arguments : new String[][] {{"1000"}, {"1000", "virtual"}}) {
      if (arguments.length > 1) {
        Assumptions.assumeTrue(jdk.feature() >= 21, "virtual threads came with Java 21");
      }
      try (JavaProcess process =
          JavaProcess.with(jdk).config(config).run("com.acme.rule.JdkApp").run(arguments).start()) {
        Scrape scrape = process.awaitOutput("ready: jdk 1000").scrape();
        assertThat(process.stderr()).doesNotContain("ASSERTION");
        assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
        String crc = "rule=\"crc\",class=\"java.util.zip.CRC32\",method=\"update\"";
        assertThat(scrape.value("heddle_call_started_total{" + crc + "}")).isEqualTo(4_000);
        String format = "{m=\"format\",v=\"%d-%s\"}";
        assertThat(scrape.value("heddle_valued_started_total" + format)).isEqualTo(4_000);
        assertThat(RuleStatus.of(process, "locals").json())
            .contains("woven code itself runs on it");
        Laws.hold(scrape, "valued");
      }
    }
  }
}
