package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.field.Sources;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.Scrape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a path reads is decided by the object, and not by what other rules there are. */
class PathsIT {
  private static final String SELL =
      "  - { id: sell, type: com.acme.silent.StockApp, method: sell, family: job, labels: { kind: x, name: $1.size } }\n";
  private static final String ABSENT =
      "  - { id: absent, type: com.acme.Nothing, method: nothing, outcome: { failure: $1.size == 7 } }\n";
  private static final String JUDGED =
      "  - { id: judged, type: com.acme.silent.StockApp, method: sell, family: agent, outcome: { failure: $1.size == 2 } }\n";
  private static final String COUNT =
      "  - { id: count, type: com.acme.silent.StockApp, method: count, family: tool, labels: { tool: $1.size } }\n";
  private static final String FIRST =
      "  - { id: first, type: com.acme.silent.StockApp, method: first, family: phase, labels: { phase: $1.getKey }, outcome: { failure: $return.getValue == 7 } }\n";
  private static final String DIGITS =
      "92323412683466475285638791370210766478370544416421428078800032507334943809805110461438661720733427397937501107509701490908028141";
  private static final String NEGATIVE =
      "-9232341268.34664752856387913702107664783705444164214280788000325073349438098051104614386617207334273979375011075097014909080281";

  @TempDir Path classes;

  @BeforeEach
  void compile() throws Exception {
    Sources.compile("silent", "", classes.toString(), classes);
  }

  private JavaProcess start(Jdk jdk, String app, String config) throws Exception {
    return JavaProcess.with(jdk)
        .classPath(classes.toString())
        .config(config)
        .run("com.acme.silent." + app)
        .start()
        .awaitOutput("ready");
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldReadTheSameWhateverOtherRulesThereAre(Jdk jdk) throws Exception {
    for (List<String> rules :
        List.of(List.of(SELL), List.of(SELL, ABSENT), List.of(ABSENT, SELL))) {
      String config = "rules:\n" + String.join("", rules);
      try (JavaProcess process = start(jdk, "StockApp", config)) {
        Scrape scrape = process.scrape();
        assertThat(scrape.value("heddle_job_started_total{kind=\"x\",name=\"1\"}")).isEqualTo(3);
        assertThat(scrape.value("heddle_job_started_total{kind=\"x\",name=\"2\"}")).isEqualTo(3);
        assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldReadTheSameInWhateverOrderRulesStand(Jdk jdk) throws Exception {
    for (List<String> rules :
        List.of(
            List.of(JUDGED, SELL, COUNT, FIRST),
            List.of(FIRST, COUNT, ABSENT, SELL, JUDGED),
            List.of(COUNT, FIRST, JUDGED, SELL))) {
      String config = "rules:\n" + String.join("", rules);
      try (JavaProcess process = start(jdk, "StockApp", config)) {
        Scrape scrape = process.scrape();
        assertThat(scrape.value("heddle_job_started_total{kind=\"x\",name=\"1\"}")).isEqualTo(3);
        assertThat(scrape.value("heddle_agent_completed_total{outcome=\"failure\"}")).isEqualTo(3);
        assertThat(scrape.value("heddle_agent_completed_total{outcome=\"success\"}")).isEqualTo(3);
        assertThat(scrape.value("heddle_tool_started_total{tool=\"3\"}")).isEqualTo(3);
        assertThat(scrape.value("heddle_tool_started_total{tool=\"2\"}")).isEqualTo(3);
        assertThat(scrape.value("heddle_phase_completed_total{phase=\"left\",outcome=\"failure\"}"))
            .isEqualTo(3);
        assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
        Laws.hold(scrape, "job");
        Laws.hold(scrape, "agent");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldReadOptionalsAnyMapAndNumbersOfAnyLength(Jdk jdk) throws Exception {
    String config =
        """
        packs: []
        families:
          order: { labels: [ owner, age, color ] }
          paint: { labels: [ color ] }
          amount: { labels: [ n ] }
        rules:
          - { id: order, type: com.acme.silent.ShopApp, method: order, family: order, labels: { owner: $1.owner.name, age: $1.owner.age, color: $return.extras.color }, outcome: { failure: $1.urgent } }
          - { id: paint, type: com.acme.silent.ShopApp, method: paint, family: paint, labels: { color: $1.color }, outcome: { failure: $return } }
          - { id: amount, type: com.acme.silent.ShopApp, method: amount, family: amount, labels: { n: $1 } }
          - { id: stock, type: com.acme.silent.ShopApp, method: stock, gauge: { name: stock, help: Items, set: $return } }
        """;
    try (JavaProcess process = start(jdk, "ShopApp", config)) {
      Scrape scrape = process.scrape();
      String order = "heddle_order_completed_total{owner=\"kim\",age=\"41\",color=";
      assertThat(scrape.value(order + "\"red\",outcome=\"failure\"}")).isEqualTo(1);
      assertThat(scrape.value(order + "\"green\",outcome=\"success\"}")).isEqualTo(1);
      assertThat(
              scrape.value(
                  "heddle_order_completed_total{owner=\"none\",age=\"none\",color=\"none\",outcome=\"success\"}"))
          .isEqualTo(1);
      String paint = "heddle_paint_completed_total{color=";
      assertThat(scrape.value(paint + "\"red\",outcome=\"failure\"}")).isEqualTo(1);
      assertThat(scrape.value(paint + "\"green\",outcome=\"failure\"}")).isEqualTo(1);
      assertThat(scrape.value(paint + "\"blue\",outcome=\"success\"}")).isEqualTo(1);
      // no text is a key of a map by numbers
      assertThat(scrape.value(paint + "\"none\",outcome=\"success\"}")).isEqualTo(1);
      for (String amount : List.of(DIGITS, NEGATIVE, "12.50")) {
        assertThat(scrape.value("heddle_amount_started_total{n=\"" + amount + "\"}"))
            .as(amount)
            .isEqualTo(1);
      }
      // whole, the two long ones take ten seconds
      String took = process.stdout().replaceAll("(?s).*amounts took (\\d+) ms.*", "$1");
      assertThat(Long.parseLong(took)).isLessThan(3_000);
      assertThat(scrape.value("heddle_stock")).isEqualTo(7);
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      Laws.hold(scrape, "order");
      Laws.hold(scrape, "paint");
    }
  }
}
