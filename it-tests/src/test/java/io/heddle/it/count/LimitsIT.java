package io.heddle.it.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bounds hold and lose nothing; nothing of the application is kept, nothing is allocated. */
@Tag("alone")
class LimitsIT {
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldFoldAMillionLabelValuesWithoutLosingACount(Jdk jdk) throws Exception {
    String config =
        """
        packs: []
        limits: { series: 2000 }
        families: { valued: { labels: [ v ] } }
        rules: [ { id: valued, type: com.acme.count.LimitsApp, method: valued, family: valued, labels: { v: $1 } } ]
        """;
    try (JavaProcess process =
        JavaProcess.with(jdk)
            .config(config)
            .jvm("-Xmx64m")
            .run("com.acme.count.LimitsApp", "series")
            .start()) {
      Scrape scrape = process.awaitOutput("ready: series").scrape();
      long series =
          scrape.values().keySet().stream()
              .filter(name -> name.startsWith("heddle_valued_started_total"))
              .count();
      assertThat(series).isLessThanOrEqualTo(2_001);
      assertThat(scrape.sum("heddle_valued_started_total")).isEqualTo(1_000_000);
      assertThat(scrape.sum("heddle_valued_completed_total")).isEqualTo(1_000_000);
      assertThat(scrape.value("heddle_valued_started_total{v=\"_overflow_\"}")).isEqualTo(998_000);
      assertThat(scrape.value("heddle_self_dropped_series_total{family=\"valued\"}"))
          .isEqualTo(998_000);
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    }
  }

  /** The one label set of a rule that is called last, after a million of another. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLeaveAPreciseRuleItsPartAndNameTheGreedyOne(Jdk jdk) throws Exception {
    String config =
        """
        packs: []
        limits: { series: 100 }
        families: { valued: { labels: [ v ] } }
        rules:
          - { id: greedy, type: com.acme.count.LimitsApp, method: valued, family: valued, labels: { v: $1 } }
          - { id: precise, type: com.acme.count.LimitsApp, method: constant, family: valued, labels: { v: precise } }
        """;
    try (JavaProcess process =
        JavaProcess.with(jdk).config(config).run("com.acme.count.LimitsApp", "series").start()) {
      Scrape scrape = process.awaitOutput("ready: series").scrape();
      assertThat(scrape.value("heddle_valued_started_total{v=\"precise\"}")).isEqualTo(3);
      assertThat(scrape.value("heddle_valued_started_total{v=\"_overflow_\"}"))
          .isEqualTo(1_000_000 - 75);
      assertThat(scrape.sum("heddle_valued_started_total")).isEqualTo(1_000_003);
      String folds = "has 75 label sets, and further ones fold into _overflow_: ";
      assertThat(RuleStatus.of(process, "greedy").json()).contains(folds);
      assertThat(RuleStatus.of(process, "precise").json()).contains("\"reasons\":[]");
      Await.until(process::stderr, text -> text.contains("rule greedy " + folds));
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldAllocateNothingOnTheHotPath(Jdk jdk) throws Exception {
    for (String family : new String[] {"", ", family: tool, labels: { tool: x }"}) {
      try (JavaProcess process =
          JavaProcess.with(jdk)
              .config(
                  "packs: []\nrules: [ "
                      + "{ id: c, type: com.acme.count.LimitsApp, method: constant"
                      + family
                      + " } ]\n")
              .run("com.acme.count.LimitsApp", "allocation")
              .start()) {
        process.awaitOutput("ready: allocated");
        // reading the allocation allocates a few bytes itself
        assertThat(Long.parseLong(process.stdout().replaceAll("\\D", ""))).isLessThan(1_000);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLetGoOfLoaders(Jdk jdk) throws Exception {
    String config =
        """
        packs: []
        families: { valued: { labels: [ v ] } }
        rules:
          - { id: steps, type: com.acme.count.LeakApp, family: valued, labels: { v: $1.name } }
          - { id: calls, type: com.acme.count.LeakApp }
        """
            .replace(
                "type: com.acme.count.LeakApp, family",
                "type: com.acme.count.LeakApp, method: steps, family");
    try (JavaProcess process =
        JavaProcess.with(jdk).config(config).run("com.acme.count.LimitsApp", "loaders").start()) {
      Scrape scrape = process.awaitOutput("ready: loaders").scrape();
      assertThat(process.stdout()).isEqualTo("ready: loaders 0\n");
      assertThat(scrape.value("heddle_valued_started_total{v=\"leak\"}")).isEqualTo(100);
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    }
  }

  /** 900 methods one after the other, where 100 may be woven: those of dead loaders are none. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldForgetWhatWasWovenInLoadersThatAreGone(Jdk jdk) throws Exception {
    String config =
        """
        packs: []
        limits: { wovenMethods: 100 }
        rules: [ { id: calls, type: com.acme.count.LeakApp } ]
        """;
    try (JavaProcess process =
        JavaProcess.with(jdk).config(config).run("com.acme.count.LimitsApp", "reloads").start()) {
      Scrape scrape = process.awaitOutput("ready: reloads").scrape();
      assertThat(scrape.sum("heddle_call_started_total")).isEqualTo(300 * 4);
      assertThat(scrape.sum("heddle_call_completed_total")).isEqualTo(300 * 4);
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      RuleStatus rule = RuleStatus.of(process, "calls");
      assertThat(rule.failed()).isZero();
      assertThat(rule.woven()).isZero();
      assertThat(rule.number("received")).isZero();
    }
  }
}
