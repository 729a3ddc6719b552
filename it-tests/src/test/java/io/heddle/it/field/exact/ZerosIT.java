package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.field.Sources;
import io.heddle.it.harness.Await;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.external.PrometheusServer;
import io.heddle.it.harness.external.ScrapeProxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What can happen reads 0 until it does: Prometheus sees the first event, and not only the second.
 */
class ZerosIT {
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";
  private static final String TEXT = "text/plain;version=0.0.4";
  private static final String CONFIG =
      """
      profiles: [ solti ]
      rules:
        - { id: first, type: com.acme.silent.FirstApp, method: "*" }
        - { id: ask, type: com.acme.silent.FirstApp, method: ask, family: llm, labels: { model: tiny } }
      """;

  @TempDir Path classes;
  @TempDir Path classic;
  @TempDir Path modern;

  @BeforeEach
  void compile() throws Exception {
    Path source = classes.resolve("com/acme/silent/Wide.java");
    Files.createDirectories(source.getParent());
    StringBuilder wide = new StringBuilder("package com.acme.silent; class Wide {\n");
    for (int i = 0; i < 3000; i++) {
      wide.append("static void m").append(i).append("() { }\n");
    }
    Files.writeString(source, wide.append('}'));
    Sources.compile(List.of(source), classes.toString(), classes);
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

  private static void send(JavaProcess process, String command) throws Exception {
    process.stdin().write(command.getBytes(StandardCharsets.UTF_8));
    process.stdin().flush();
  }

  private static String call(String series, String method, String more) {
    return "heddle_call_"
        + series
        + "{rule=\"first\",class=\"com.acme.silent.FirstApp\",method=\""
        + method
        + "\""
        + more
        + "}";
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldReadZeroUntilTheFirstEvent(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "FirstApp", CONFIG)) {
      Scrape before = process.scrape();
      for (String method : new String[] {"sell", "fail", "never"}) {
        for (String series :
            new String[] {
              call("started_total", method, ""),
              call("in_flight", method, ""),
              call("completed_total", method, ",outcome=\"success\""),
              call("completed_total", method, ",outcome=\"failure\""),
              call("completed_total", method, ",outcome=\"timeout\""),
              call("completed_total", method, ",outcome=\"canceled\""),
              call("duration_seconds_count", method, ",outcome=\"success\"")
            }) {
          assertThat(before.has(series)).as(series).isTrue();
          assertThat(before.value(series)).as(series).isZero();
        }
      }
      assertThat(before.has("heddle_llm_started_total{model=\"tiny\"}")).isTrue();
      String solti =
          "solti_runner_tasks_completed_total{runner=\"subprocess\",outcome=\"failure\"}";
      assertThat(before.has(solti)).isTrue();
      assertThat(before.text()).doesNotContain("_created", "warm");
      String began = created(process, "heddle_call_started_created", "method=\"sell\"");
      send(process, "sf");
      process.awaitOutput("failed");
      Scrape after = process.scrape();
      assertThat(after.value(call("completed_total", "sell", ",outcome=\"success\""))).isEqualTo(1);
      assertThat(after.value(call("completed_total", "fail", ",outcome=\"failure\""))).isEqualTo(1);
      assertThat(after.value(call("completed_total", "fail", ",outcome=\"success\""))).isZero();
      assertThat(after.value("heddle_llm_started_total{model=\"tiny\"}")).isEqualTo(1);
      assertThat(created(process, "heddle_call_started_created", "method=\"sell\""))
          .isEqualTo(began);
      double error =
          Double.parseDouble(created(process, "heddle_call_errors_created", "method=\"fail\""));
      assertThat(error).isBetween(Double.parseDouble(began), System.currentTimeMillis() / 1e3);
      Laws.hold(after, "call");
      Laws.hold(after, "llm");
      Laws.neverFall(before, after, "call");
      assertThat(after.value("heddle_self_advice_errors_total")).isZero();
    }
  }

  /** The value of a line of OpenMetrics. */
  private static String created(JavaProcess process, String name, String label) throws Exception {
    String text = JavaProcess.get(process.address(), "/metrics", OPEN_METRICS);
    return text.lines()
        .filter(line -> line.startsWith(name + "{") && line.contains(label))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElseThrow();
  }

  /** Prometheus' own rate and increase, over zeros in every format, then one event. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLetPrometheusSeeTheFirstEvent(Jdk jdk) throws Exception {
    assumeTrue(
        PrometheusServer.isInstalled("prometheus"), "skipped: prometheus is not on the PATH");
    try (JavaProcess process = start(jdk, "FirstApp", CONFIG)) {
      String metrics = process.address() + "/metrics";
      process.scrape(); // the first one loads the exporter, and may take longer than a second here
      try (ScrapeProxy text = new ScrapeProxy(metrics, TEXT);
          ScrapeProxy open = new ScrapeProxy(metrics, null);
          ScrapeProxy protobuf = new ScrapeProxy(metrics, null);
          PrometheusServer plain =
              PrometheusServer.start(classic, Map.of("text", text.port(), "open", open.port()));
          PrometheusServer natives =
              PrometheusServer.start(
                  modern,
                  Map.of("protobuf", protobuf.port()),
                  "--enable-feature=native-histograms")) {
        for (PrometheusServer prometheus : new PrometheusServer[] {plain, natives}) {
          prometheus.await("min(count_over_time(" + sold() + "[1m]))", count -> count >= 5);
          assertThat(prometheus.value("max(increase(" + sold() + "[1m]))")).isZero();
        }
        send(process, "sf");
        process.awaitOutput("failed");
        String failed = "heddle_call_completed_total{method=\"fail\",outcome=\"failure\"}";
        for (PrometheusServer prometheus : new PrometheusServer[] {plain, natives}) {
          increasesByOne(prometheus, sold());
          increasesByOne(prometheus, failed);
        }
        increasesByOne(plain, "heddle_call_duration_seconds_count{method=\"sell\"}");
        natives.await(
            "histogram_count(increase(heddle_call_duration_seconds{method=\"sell\"}[1m]))",
            ZerosIT::isOne);
        assertThat(open.contentTypes()).containsExactly("application/openmetrics-text");
        assertThat(protobuf.contentTypes()).containsExactly("application/vnd.google.protobuf");
      }
    }
  }

  private static String sold() {
    return "heddle_call_started_total{method=\"sell\"}";
  }

  private static void increasesByOne(PrometheusServer prometheus, String series) {
    for (String edge : new String[] {"min", "max"}) {
      prometheus.await(edge + "(increase(" + series + "[1m]))", ZerosIT::isOne);
      prometheus.await(edge + "(rate(" + series + "[1m])) * 60", ZerosIT::isOne);
    }
  }

  /**
   * 1, and what Prometheus adds for the time between the last sample and now: 1.1 of a second of 5.
   */
  private static boolean isOne(double increase) {
    return increase >= 1 && increase <= 1.25;
  }

  /** 3,000 woven methods: zeros as there is room for, and what is called comes first. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldWriteNoMoreZerosThanThereIsRoomFor(Jdk jdk) throws Exception {
    String config =
        """
        packs: []
        limits: { series: 100 }
        rules: [ { id: wide, type: com.acme.silent.Wide, method: "m*" } ]
        """;
    try (JavaProcess process = start(jdk, "WideApp", config)) {
      Scrape before = process.scrape();
      assertThat(count(before)).isEqualTo(100);
      assertThat(before.sum("heddle_call_started_total")).isZero();
      assertThat(before.text().length()).isLessThan(400_000);
      send(process, "\n");
      process.awaitOutput("called");
      Scrape after = Await.until(process::scrape, one -> one.sum("heddle_call_started_total") == 3);
      assertThat(count(after)).isEqualTo(100);
      for (String method : new String[] {"m1", "m2998", "m2999"}) {
        String labels = "{rule=\"wide\",class=\"com.acme.silent.Wide\",method=\"" + method + "\"}";
        assertThat(after.value("heddle_call_started_total" + labels)).as(method).isEqualTo(1);
      }
      assertThat(after.has("heddle_self_dropped_series_total{family=\"call\"}")).isFalse();
      assertThat(after.text()).doesNotContain("_overflow_");
      assertThat(after.value("heddle_self_woven_methods{rule=\"wide\"}")).isEqualTo(3000);
      Laws.hold(after, "call");
      assertThat(after.value("heddle_self_advice_errors_total")).isZero();
    }
  }

  private static long count(Scrape scrape) {
    return scrape.values().keySet().stream()
        .filter(series -> series.startsWith("heddle_call_started_total"))
        .count();
  }
}
