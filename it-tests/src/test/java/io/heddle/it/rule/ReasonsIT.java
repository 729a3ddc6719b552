package io.heddle.it.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reasons why rules match nothing, where users read them. */
class ReasonsIT {
  private static final String SHAPES = "com.acme.rule.Shapes$";
  private static final String CONFIG =
      """
      packs: [ jdk-process, quartz ]
      rules:
        - { id: good, type: com.acme.rule.Shapes$Circle, method: area }
        - { id: cased, type: com.acme.rule.shapes$circle, method: area, family: phase }
        - { id: dotted, type: com.acme.rule.Shapes.Circle, method: area, family: phase }
        - { id: package, type: com.acme.shapes.ShapesApp, family: phase }
        - { id: unloaded, type: com.acme.rule.GaugesApp$Sessions, method: opne, family: phase }
        - { id: typo, type: com.acme.rule.Shapes$Kinds, method: notihng, family: phase }
        - { id: boxed, type: com.acme.rule.Shapes$Kinds, method: some(java.lang.Integer), family: phase }
        - { id: bridged, type: com.acme.rule.Shapes$Text, method: compareTo(java.lang.Object), family: phase }
        - { id: inherited, type: com.acme.rule.Shapes$Circle, method: twice, family: phase }
        - { id: abstract, type: com.acme.rule.Shapes$Shape, method: area, family: phase }
        - { id: excluded, type: com.acme.rule.Shapes$Excluded, exclude: [ "com.acme.rule.*" ], family: phase }
        - { id: shadowed, type: com.acme.rule.Shapes$Circle, method: "ar*" }
        - { id: unannotated, annotated: com.acme.rule.Mesured, family: phase }
        - { id: star, type: com.acme.*, family: phase }
        - { id: nothing, type: org.nowhere.Thing, family: phase }
      """;

  private static final List<List<String>> REASONS =
      List.of(
          List.of("cased", SHAPES + "Circle", "", "differs in upper and lower case only from"),
          List.of("dotted", SHAPES + "Circle", "", "a nested class is written with $: "),
          List.of("package", "com.acme.rule.ShapesApp", "", "is in another package than "),
          List.of(
              "unloaded",
              "com.acme.rule.GaugesApp$Sessions",
              "open(boolean)",
              "is spelt like opne"),
          List.of("unloaded", "com.acme.rule.GaugesApp$Sessions", "", "has not loaded yet"),
          List.of("typo", SHAPES + "Kinds", "nothing()", "is spelt like notihng but for one"),
          List.of("boxed", SHAPES + "Kinds", "some(int)", "parameter 1 is int and not"),
          List.of("bridged", SHAPES + "Text", "compareTo(java.lang.Object)", "a bridge that"),
          List.of("inherited", SHAPES + "Round", "twice()", "is declared here, "),
          List.of("abstract", SHAPES + "Shape", "area()", "abstract: name its implementations"),
          List.of("excluded", SHAPES + "Excluded", "", "excluded by com.acme.rule.*"),
          List.of("shadowed", SHAPES + "Circle", "area()", "shadowed by rule good"),
          List.of("unannotated", "com.acme.rule.Mesured", "", "no class of this name has loaded"),
          List.of("star", "com.acme.", "", "* stays within a part of a name"),
          List.of("nothing", "org.nowhere.Thing", "", "no class of this name has loaded"));

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldSayWhyRulesMatchNothing(Jdk jdk) throws Exception {
    try (JavaProcess process =
        JavaProcess.with(jdk).config(CONFIG).run("com.acme.rule.ShapesApp").start()) {
      process.awaitOutput("ready: shapes");
      for (List<String> reason : REASONS) {
        String text = "\"method\":\"" + reason.get(2) + "\",\"reason\":\"" + reason.get(3);
        // an answer looks for two seconds at most, the next one goes on
        RuleStatus rule =
            Await.until(
                () -> RuleStatus.of(process, reason.get(0)), one -> one.json().contains(text));
        assertThat(rule.json()).contains("{\"class\":\"" + reason.get(1));
        assertThat(rule.woven()).as(rule.json()).isZero();
        assertThat(rule.failed()).as(rule.json()).isZero();
      }
      assertThat(RuleStatus.of(process, "good").json()).contains("\"woven\":1", "\"reasons\":[]");
      assertStatus(Cli.on(jdk).run("status", process.address()));
      Scrape scrape = process.scrape();
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      assertThat(scrape.sum("heddle_phase_started_total")).isZero();
      // to look for reasons must not load what the application has not
      assertThat(RuleStatus.of(process, "unloaded").json()).contains("has not loaded yet");
    }
  }

  private static void assertStatus(ProcessResult status) {
    assertThat(status.status()).as(status.err()).isZero();
    List<String> lines = status.out().lines().toList();
    assertThat(lines.get(2)).startsWith("ID ");
    assertThat(lines.get(3)).startsWith("good ");
    assertThat(status.out())
        .contains("  typo: " + SHAPES + "Kinds.nothing(): is spelt like notihng but for one letter")
        .containsOnlyOnce(" until a class of their libraries loads: ");
  }

  /** Both JVMs wait for two minutes at once. */
  @Test
  @EnabledIfSystemProperty(named = "heddle.long", matches = "true")
  void shouldWarnOnceAfterTwoMinutes() throws Exception {
    List<JavaProcess> processes = new ArrayList<>();
    try {
      for (Jdk jdk : Jdk.all()) {
        processes.add(JavaProcess.with(jdk).config(CONFIG).run("com.acme.rule.ShapesApp").start());
      }
      for (JavaProcess process : processes) {
        String warned =
            Await.until(
                process::stderr,
                text -> text.contains("14 of 15 rules measure nothing so far: "),
                Duration.ofMinutes(4));
        assertThat(warned)
            .contains("cased (" + SHAPES + "Circle: differs in upper and lower case only from ")
            .contains("; and 9 more (status and /api/rules have all reasons)");
      }
    } finally {
      processes.forEach(JavaProcess::close);
    }
  }
}
