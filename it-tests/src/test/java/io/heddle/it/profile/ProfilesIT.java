package io.heddle.it.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.external.Promtool;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The exact metrics of oxios and solti. Tests are tagged with what they prove: rows and defects of
 * those systems' metrics.
 */
class ProfilesIT {
  // the buckets of the user's own are others: the profile's are exact all the same
  private static final String CONFIG =
      """
      profiles: [ oxios, solti ]
      families:
        memory_recall: { help: Recalls from memory }
        exec: { buckets: [ 3 ] }
        orchestration: { buckets: [ 0.2, 7 ] }
      rules:
        - { id: agents, type: com.acme.profile.AgentsApp, method: agent, family: agent }
        - { id: messages, type: com.acme.profile.AgentsApp, method: message, family: message }
        - { id: orchestrations, type: com.acme.profile.AgentsApp, method: orchestrate, family: orchestration, outcome: { failure: $return == false } }
        - { id: phases, type: com.acme.profile.AgentsApp, method: phase, family: phase, labels: { phase: $1 } }
        - { id: tools, type: com.acme.profile.AgentsApp, method: tool, family: tool, labels: { tool: $1 }, outcome: { failure: $return.isError } }
        - { id: models, type: com.acme.profile.AgentsApp, method: ask, family: llm, labels: { model: $1 } }
        - { id: recalls, type: com.acme.profile.AgentsApp, method: recall, family: memory_recall }
        - { id: entries, type: com.acme.profile.AgentsApp, method: entries, gauge: { name: memory_entries, help: Memory entries, set: $return } }
        - { id: opened, type: com.acme.profile.AgentsApp, method: open, gauge: { name: active_sessions, help: Sessions, add: 1 } }
        - { id: closed, type: com.acme.profile.AgentsApp, method: close, gauge: { name: active_sessions, add: -1 } }
        - id: breaker
          type: com.acme.profile.AgentsApp
          method: breaker
          gauge: { name: llm_circuit_breaker_state, help: Breaker, set: $1, values: { CLOSED: 0, OPEN: 1, HALF_OPEN: 2 } }
      """;

  private static final Map<Integer, List<String>> TEXTS = new HashMap<>();

  /** What both paths served to the first who asked, once for each JDK. */
  private static synchronized List<String> texts(Jdk jdk) throws Exception {
    List<String> texts = TEXTS.get(jdk.feature());
    if (texts == null) {
      try (JavaProcess process =
          JavaProcess.with(jdk).config(CONFIG).run("com.acme.profile.AgentsApp").start()) {
        process.awaitOutput("ready: agents");
        assertThat(process.stderr()).doesNotContain("not in this release");
        texts = List.of(process.get("/metrics"), process.get("/api/metrics"));
      }
      TEXTS.put(jdk.feature(), texts);
    }
    return texts;
  }

  private static Scrape scrape(Jdk jdk) throws Exception {
    return new Scrape(texts(jdk).get(0));
  }

  /**
   * The lines of one system, metrics by name, since their order means nothing; what only time
   * decides is a star.
   */
  private static String normal(String text, String system) {
    Map<String, StringBuilder> metrics = new TreeMap<>();
    StringBuilder metric = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      String bare = line.replaceFirst("^# (HELP|TYPE) ", "");
      if (bare.startsWith(system)) {
        if (line.startsWith("# HELP")) {
          String name = bare.split(" ", 2)[0].replaceFirst("_total$", "");
          metric = metrics.computeIfAbsent(name, key -> new StringBuilder());
        }
        boolean timed =
            line.contains("_sum") || (line.contains("_bucket{") && !line.contains("+Inf"));
        metric.append(timed ? line.substring(0, line.lastIndexOf(' ')) + " *" : line).append('\n');
      }
    }
    return String.join("", metrics.values());
  }

  private static String golden(String system) throws Exception {
    String file = "/golden/" + system + ".txt";
    try (InputStream in = Objects.requireNonNull(ProfilesIT.class.getResourceAsStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> families(String text, String system) {
    List<String> names = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("# TYPE " + system)) {
        names.add(line.split(" ", -1)[2]);
      }
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("O11")
  void shouldExportEveryMetricOfOxios(Jdk jdk) throws Exception {
    String text = texts(jdk).get(0);
    assertThat(families(text, "oxios_")).hasSize(19);
    assertThat(normal(text, "oxios_")).isEqualTo(golden("oxios"));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("O1")
  void shouldServeTheSameOnBothPaths(Jdk jdk) throws Exception {
    assertThat(normal(texts(jdk).get(1), "oxios_")).isEqualTo(golden("oxios"));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("O5")
  void shouldWriteTextThatPrometheusReads(Jdk jdk) throws Exception {
    String text = texts(jdk).get(0);
    Promtool.accepts(text);
    Scrape scrape = scrape(jdk);
    for (String name : families(text, "oxios_")) {
      if (name.endsWith("_seconds")) {
        assertThat(scrape.has(name + "_bucket{le=\"+Inf\"}")).as(name).isTrue();
        assertThat(scrape.value(name + "_bucket{le=\"+Inf\"}"))
            .as(name)
            .isEqualTo(scrape.value(name + "_count"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("O10")
  void shouldMoveEveryHandleOfOxios(Jdk jdk) throws Exception {
    Scrape scrape = scrape(jdk);
    for (String name :
        List.of(
            "agents_forked_total",
            "agents_completed_total",
            "agents_failed_total",
            "orchestration_duration_seconds_count",
            "messages_processed_total",
            "llm_circuit_breaker_state",
            "tool_calls_total",
            "tool_errors_total",
            "tool_duration_seconds_count",
            "llm_calls_total",
            "llm_errors_total")) {
      assertThat(scrape.value("oxios_" + name)).as(name).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("O12")
  void shouldNeedNoRegistrationOfTheSet(Jdk jdk) throws Exception {
    // one line in the settings; what can happen reads 0 until it does, what nobody knows is absent
    String config = "packs: []\nprofiles: [ oxios, solti ]\n";
    try (JavaProcess process =
        JavaProcess.with(jdk).config(config).run("com.acme.profile.AgentsApp").start()) {
      String text = process.awaitOutput("ready: agents").scrape().text();
      assertThat(families(text, "oxios_")).hasSize(16);
      assertThat(families(text, "solti_")).hasSize(4);
      new Scrape(text)
          .values()
          .forEach(
              (series, value) -> {
                if (series.startsWith("oxios_") || series.startsWith("solti_")) {
                  assertThat(value).as(series).isZero();
                }
              });
      assertThat(text)
          .contains("\noxios_agents_forked_total 0.0\n")
          .doesNotContain("oxios_active_sessions", "oxios_memory_entries", "breaker_state");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("O-D5")
  void shouldExportEachMetricOnce(Jdk jdk) throws Exception {
    Set<String> seen = new HashSet<>();
    for (String line : texts(jdk).get(0).split("\n", -1)) {
      String what = line.startsWith("# ") ? line.split(" ", 4)[1] + line.split(" ", 4)[2] : line;
      String series = line.startsWith("# ") ? what : line.replaceFirst(" [^ ]*$", "");
      assertThat(line.isEmpty() || seen.add(series)).as(line).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("O-D11")
  void shouldNotNameTheGaugeOfEntriesLikeACounter(Jdk jdk) throws Exception {
    assertThat(texts(jdk).get(0))
        .contains("# TYPE oxios_memory_entries gauge\n")
        .doesNotContain("memory_entries_total");
    assertThat(scrape(jdk).value("oxios_memory_entries")).isEqualTo(42);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("O-D12")
  void shouldFeedWhatOxiosNeverFed(Jdk jdk) throws Exception {
    Scrape scrape = scrape(jdk);
    assertThat(scrape.value("oxios_agents_running")).isEqualTo(2);
    assertThat(scrape.value("oxios_active_sessions")).isEqualTo(3);
    assertThat(scrape.value("oxios_memory_recall_total")).isEqualTo(4);
    assertThat(scrape.value("oxios_phase_duration_seconds_count")).isEqualTo(12);
    assertThat(scrape.value("oxios_exec_total")).isEqualTo(6);
    assertThat(scrape.value("oxios_exec_duration_seconds_count")).isEqualTo(6);
    assertThat(scrape.value("oxios_llm_duration_seconds_count")).isEqualTo(8);
    assertThat(scrape.value("oxios_tool_duration_seconds_count")).isEqualTo(10);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("O-D13")
  void shouldReadAHalfOpenBreakerAsTwo(Jdk jdk) throws Exception {
    assertThat(scrape(jdk).value("oxios_llm_circuit_breaker_state")).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("O-D14")
  void shouldCountAgentsAndNotVerdicts(Jdk jdk) throws Exception {
    Scrape scrape = scrape(jdk);
    // four of six orchestrations failed; five agents did their work, two did not
    assertThat(scrape.value("heddle_orchestration_completed_total{outcome=\"failure\"}"))
        .isEqualTo(4);
    assertThat(scrape.value("oxios_agents_completed_total")).isEqualTo(5);
    assertThat(scrape.value("oxios_agents_failed_total")).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("T6")
  void shouldCountCompletedTasksByOutcome(Jdk jdk) throws Exception {
    Scrape scrape = scrape(jdk);
    String name = "solti_runner_tasks_completed_total{runner=\"subprocess\",outcome=\"";
    assertThat(scrape.value(name + "success\"}")).isEqualTo(3);
    for (String outcome : List.of("failure", "canceled", "timeout")) {
      assertThat(scrape.value(name + outcome + "\"}")).as(outcome).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("T10")
  void shouldExportEveryMetricOfSolti(Jdk jdk) throws Exception {
    assertThat(normal(texts(jdk).get(0), "solti_")).isEqualTo(golden("solti"));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("T-D3")
  void shouldGiveNamesOnePrefix(Jdk jdk) throws Exception {
    assertThat(families(texts(jdk).get(0), "solti_"))
        .containsExactlyInAnyOrder(
            "solti_runner_tasks_started_total",
            "solti_runner_tasks_completed_total",
            "solti_runner_task_duration_seconds",
            "solti_runner_errors_total");
    assertThat(texts(jdk).get(0)).doesNotContain("heddle_solti").doesNotContain("heddle_oxios");
  }
}
