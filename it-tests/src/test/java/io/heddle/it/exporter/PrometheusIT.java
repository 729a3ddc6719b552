package io.heddle.it.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.acme.exporter.SeriesApp;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.external.PrometheusServer;
import io.heddle.it.harness.external.Promtool;
import io.heddle.it.harness.external.ScrapeProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real Prometheus reads the three formats and knows what the application did. */
@Tag("alone")
class PrometheusIT {
  private static final int ROUNDS = Boolean.getBoolean("heddle.long") ? 20 : 3;
  private static final String TEXT = "text/plain;version=0.0.4";
  private static final String[] COUNTERS = {
    "heddle_call_started_total",
    "heddle_call_completed_total",
    "heddle_call_errors_total",
    "heddle_exec_started_total",
    "heddle_exec_completed_total",
    "heddle_exec_errors_total"
  };
  private static final double[] BOUNDS = {.05, .1, .5, 1, 5, 10};
  private static final String CONFIG =
      "rules: [ { id: app, type: com.acme.exporter.MeasuredApp, method: '*' } ]";

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  @TempDir Path plain;
  @TempDir Path nativeOne;
  @TempDir Path scratch;

  @BeforeEach
  void needPrometheus() {
    assumeTrue(
        PrometheusServer.isInstalled("prometheus", "promtool"),
        "skipped: prometheus and promtool (Debian package prometheus) are not on the PATH");
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private <T extends AutoCloseable> T opened(T one) {
    open.push(one);
    return one;
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldTellPrometheusWhatHappenedInEveryFormat(Jdk jdk) throws Exception {
    Path longest = scratch.resolve("longest");
    JavaProcess app =
        opened(
            JavaProcess.with(jdk)
                .config(CONFIG)
                .run("com.acme.exporter.MeasuredApp", longest.toString())
                .start());
    String metrics = app.awaitOutput("ready").address() + "/metrics";
    app.scrape(); // the first one loads the exporter, and may take longer than a second here
    ScrapeProxy text = opened(new ScrapeProxy(metrics, TEXT));
    ScrapeProxy open = opened(new ScrapeProxy(metrics, null));
    ScrapeProxy protobuf = opened(new ScrapeProxy(metrics, null));
    Map<String, Integer> jobs = new LinkedHashMap<>();
    jobs.put("text", text.port());
    jobs.put("open", open.port());
    PrometheusServer classic = opened(PrometheusServer.start(plain, jobs));
    PrometheusServer modern =
        opened(
            PrometheusServer.start(
                nativeOne,
                Map.of("protobuf", protobuf.port()),
                "--enable-feature=native-histograms"));
    is(classic, "min(up)", 1);
    is(modern, "min(up)", 1);
    for (int round = 1; round <= ROUNDS; round++) {
      app.stdin().write("\n".getBytes(StandardCharsets.UTF_8));
      app.stdin().flush();
      app.awaitOutput("round " + round + "\n");
      // seen before the next round: a counter that appears with its last value has no rate
      double quick = 250.0 * round;
      String seen = "min(heddle_call_started_total{method=\"quick\"})";
      is(classic, seen, quick);
      is(modern, seen, quick);
    }
    double slowest = Long.parseLong(Files.readString(longest)) / 1e9;
    for (String job : jobs.keySet()) {
      counts(classic, job, "heddle_call_duration_seconds_count{%s}");
      classicQuantile(classic, job, slowest);
      neverFalls(classic, job);
    }
    counts(modern, "protobuf", "histogram_count(heddle_call_duration_seconds{%s})");
    nativeQuantile(modern, slowest);
    neverFalls(modern, "protobuf");
    assertThat(text.contentTypes()).containsExactly("text/plain");
    assertThat(open.contentTypes()).containsExactly("application/openmetrics-text");
    assertThat(protobuf.contentTypes()).containsExactly("application/vnd.google.protobuf");
    Promtool.accepts(app.scrape().text());
    assertThat(app.stderr()).matches("heddle: http://127\\.0\\.0\\.1:\\d+/metrics\n");
  }

  /** Whatever the labels are, Prometheus gets every series of every family. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldTellPrometheusOddLabelsInEveryFormat(Jdk jdk) throws Exception {
    JavaProcess app =
        opened(
            JavaProcess.with(jdk)
                .config(ExpositionIT.CONFIG)
                .run("com.acme.exporter.SeriesApp", "1000")
                .start());
    String metrics = app.awaitOutput("ready").address() + "/metrics";
    Scrape scrape = app.scrape();
    double series = scrape.values().keySet().stream().filter(PrometheusIT::isStarted).count();
    assertThat(series).isGreaterThan(1020);
    ScrapeProxy text = opened(new ScrapeProxy(metrics, TEXT));
    ScrapeProxy open = opened(new ScrapeProxy(metrics, null));
    ScrapeProxy protobuf = opened(new ScrapeProxy(metrics, null));
    Map<String, Integer> jobs = Map.of("text", text.port(), "open", open.port());
    PrometheusServer classic = opened(PrometheusServer.start(plain, jobs));
    PrometheusServer modern =
        opened(
            PrometheusServer.start(
                nativeOne,
                Map.of("protobuf", protobuf.port()),
                "--enable-feature=native-histograms"));
    for (PrometheusServer prometheus : new PrometheusServer[] {classic, modern}) {
      is(prometheus, "min(up)", 1);
      is(prometheus, "min(count by (job) (heddle_tool_started_total))", series);
      is(prometheus, "max(count by (job) (heddle_tool_started_total))", series);
      is(
          prometheus,
          "min(sum by (job) (heddle_tool_started_total))",
          1000 + SeriesApp.hostile().size() + 1);
      is(prometheus, "min(count by (job) (heddle_tool_started_total{tool=\"\\ufffd0000\"}))", 1);
    }
    assertThat(protobuf.contentTypes()).containsExactly("application/vnd.google.protobuf");
  }

  private static boolean isStarted(String series) {
    return series.startsWith("heddle_tool_started_total");
  }

  private static void counts(PrometheusServer prometheus, String job, String countOf)
      throws IOException {
    is(prometheus, "up{job=\"" + job + "\"}", 1);
    for (String[] row :
        new String[][] {
          {"quick", "250", "success"}, {"fails", "50", "failure"}, {"pause", "10", "success"}
        }) {
      double number = Double.parseDouble(row[1]) * ROUNDS;
      String method = "job=\"" + job + "\",method=\"" + row[0] + "\"";
      String outcome = method + ",outcome=\"" + row[2] + "\"";
      is(prometheus, "heddle_call_started_total{" + method + "}", number);
      is(prometheus, "heddle_call_completed_total{" + outcome + "}", number);
      is(prometheus, "heddle_call_in_flight{" + method + "}", 0);
      is(prometheus, String.format(countOf, outcome), number);
    }
    String failed = "job=\"" + job + "\",error_type=\"IllegalStateException\"";
    is(prometheus, "heddle_call_errors_total{" + failed + "}", 50.0 * ROUNDS);
    String sh = "job=\"" + job + "\",runner=\"subprocess\",name=\"sh\"";
    is(prometheus, "heddle_exec_started_total{" + sh + "}", 2.0 * ROUNDS);
    is(prometheus, "heddle_exec_completed_total{" + sh + ",outcome=\"success\"}", ROUNDS);
    is(prometheus, "heddle_exec_errors_total{" + sh + ",error_type=\"exit_nonzero\"}", ROUNDS);
    is(prometheus, "heddle_build_info{job=\"" + job + "\"}", 1);
  }

  private static void is(PrometheusServer prometheus, String promql, double value) {
    prometheus.await(promql, actual -> actual == value);
  }

  private static void classicQuantile(PrometheusServer prometheus, String job, double slowest)
      throws IOException {
    String labels = "job=\"" + job + "\",method=\"pause\"";
    double above = Arrays.stream(BOUNDS).filter(bound -> bound >= slowest).min().orElseThrow();
    is(prometheus, bucket(labels, "0.01"), 0);
    is(prometheus, bucket(labels, Double.toString(above)), 10.0 * ROUNDS);
    is(prometheus, bucket(labels, "[+]Inf"), 10.0 * ROUNDS);
    String median = "histogram_quantile(0.5, heddle_call_duration_seconds_bucket{" + labels + "})";
    assertThat(prometheus.value(median)).isBetween(0.01, above);
  }

  /** The buckets up to a bound; le reads 5 in one format and 5.0 in the other. */
  private static String bucket(String labels, String le) {
    String either = le.endsWith(".0") ? le + "|" + le.substring(0, le.length() - 2) : le;
    return "sum(heddle_call_duration_seconds_bucket{" + labels + ",le=~\"" + either + "\"})";
  }

  private static void nativeQuantile(PrometheusServer prometheus, double slowest)
      throws IOException {
    String pauses = "heddle_call_duration_seconds{job=\"protobuf\",method=\"pause\"}";
    double median = prometheus.value("histogram_quantile(0.5, " + pauses + ")");
    double bucket = Math.pow(2, 1 / 8.0);
    assertThat(median).isBetween(0.03 / bucket, slowest * bucket);
    assertThat(prometheus.value("histogram_sum(" + pauses + ")"))
        .isBetween(0.3 * ROUNDS, slowest * 10 * ROUNDS);
    assertThat(prometheus.value("histogram_fraction(0, 0.027, " + pauses + ")")).isZero();
  }

  private static void neverFalls(PrometheusServer prometheus, String job) throws IOException {
    for (String counter : COUNTERS) {
      String all = counter + "{job=\"" + job + "\"}[1m]";
      assertThat(prometheus.value("max(resets(" + all + "))")).as(counter).isZero();
      assertThat(prometheus.value("min(rate(" + all + "))")).as(counter).isNotNegative();
    }
    String quick = "heddle_call_started_total{job=\"" + job + "\",method=\"quick\"}";
    prometheus.await("rate(" + quick + "[1m])", rate -> rate > 0);
    assertThat(prometheus.value("min_over_time(up{job=\"" + job + "\"}[1m])")).isEqualTo(1);
  }
}
