package io.heddle.it.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.acme.exporter.SeriesApp;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.external.PrometheusServer;
import io.heddle.it.harness.external.Promtool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the HTTP server of the packaged jar answers. */
class ExpositionIT {
  static final String CONFIG =
      """
      limits: { series: 5000 }
      rules:
        - { id: labels, type: com.acme.exporter.SeriesApp, method: label, family: tool, labels: { tool: $1 } }
        - { id: nobody, type: com.acme.exporter.Nobody, method: run }
      """;
  static final String ONE_LINE = "heddle: http://127\\.0\\.0\\.1:\\d+/metrics\n";
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private static JavaProcess start(Jdk jdk, int values) throws IOException {
    return JavaProcess.with(jdk)
        .config(CONFIG)
        .run("com.acme.exporter.SeriesApp", Integer.toString(values))
        .start()
        .awaitOutput("ready");
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldAnswerAsTheContractSays(Jdk jdk) throws Exception {
    try (JavaProcess app = start(jdk, 10)) {
      String address = app.address();
      formats(address);
      methodsAndPaths(address);
      hosts(address);
      shapes(address);
      assertThat(app.stderr()).matches(ONE_LINE);
      assertThat(app.stdout()).isEqualTo("ready\n");
    }
  }

  private static void formats(String address) throws IOException {
    for (String path : List.of("/metrics", "/api/metrics")) {
      RawHttpResponse text = RawHttpResponse.request(address, "GET", path);
      assertThat(text.status()).isEqualTo(200);
      assertThat(text.header("content-type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
      assertThat(text.text()).contains("\nheddle_tool_started_total{").doesNotContain("# EOF\n\n");
      RawHttpResponse open =
          RawHttpResponse.request(address, "GET", path, "Accept: " + OPEN_METRICS);
      assertThat(open.header("content-type"))
          .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
      assertThat(open.text()).endsWith("\n# EOF\n");
      RawHttpResponse protobuf =
          RawHttpResponse.request(address, "GET", path, "Accept: " + PROTOBUF);
      assertThat(protobuf.header("content-type")).startsWith("application/vnd.google.protobuf");
      assertThat(new String(protobuf.body(), StandardCharsets.ISO_8859_1))
          .contains("heddle_tool_started_total");
    }
    RawHttpResponse gzip =
        RawHttpResponse.request(address, "GET", "/metrics", "Accept-Encoding: gzip");
    assertThat(gzip.header("content-encoding")).isEqualTo("gzip");
    assertThat(gzip.text()).contains("\nheddle_tool_started_total{");
    assertThat(gzip.body().length).isLessThan(gzip.text().length() / 4);
  }

  private static void methodsAndPaths(String address) throws IOException {
    RawHttpResponse head = RawHttpResponse.request(address, "HEAD", "/metrics");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    // what is longer than one piece goes out while it is made: nobody knows its length
    assertThat(head.header("transfer-encoding")).isEqualTo("chunked");
    assertThat(head.header("content-type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
      RawHttpResponse refused = RawHttpResponse.request(address, method, "/metrics");
      assertThat(refused.status()).as(method).isEqualTo(405);
      assertThat(refused.header("allow")).isEqualTo("GET, HEAD");
      isError(refused);
    }
    for (String path : List.of("/nothing", "/metrics/", "/api", "/../etc/passwd", "/%2e%2e/")) {
      RawHttpResponse missing = RawHttpResponse.request(address, "GET", path);
      assertThat(missing.status()).as(path).isEqualTo(404);
      isError(missing);
    }
    assertThat(RawHttpResponse.request(address, "GET", "/metrics?name[]=x").status())
        .isEqualTo(200);
  }

  private static void hosts(String address) throws IOException {
    String port = address.substring(address.lastIndexOf(':'));
    for (String host : List.of("127.0.0.1" + port, "localhost" + port, "localhost", "[::1]")) {
      assertThat(RawHttpResponse.request(address, "GET", "/health", "Host: " + host).status())
          .as(host)
          .isEqualTo(200);
    }
    for (String path : List.of("/metrics", "/health", "/api/rules", "/nothing")) {
      for (String host : List.of("evil.example", "evil.example" + port, "127.0.0.1.evil.example")) {
        RawHttpResponse foreign = RawHttpResponse.request(address, "GET", path, "Host: " + host);
        assertThat(foreign.status()).as(host).isEqualTo(403);
        isError(foreign);
      }
    }
  }

  private static void isError(RawHttpResponse answer) throws IOException {
    assertThat(answer.header("content-type")).startsWith("application/json");
    assertThat(answer.json().keys()).containsExactly("error");
  }

  private static void shapes(String address) throws IOException {
    assertThat(RawHttpResponse.request(address, "GET", "/health").status()).isEqualTo(200);
    assertThat(RawHttpResponse.request(address, "GET", "/health/ready").status()).isEqualTo(200);
    Json families =
        RawHttpResponse.request(address, "GET", "/api/metrics/json").json().get("families");
    for (Json family : families.list()) {
      assertThat(family.keys()).contains("name", "type", "help", "metrics");
      for (Json metric : family.get("metrics").list()) {
        boolean histogram = "histogram".equals(family.get("type").value());
        assertThat(metric.keys())
            .contains(
                histogram
                    ? new String[] {"labels", "count", "sum", "buckets"}
                    : new String[] {"labels", "value"});
      }
    }
    Json started = families.with("name", "heddle_tool_started_total").get("metrics");
    double sum = started.list().stream().mapToDouble(one -> one.get("value").number()).sum();
    assertThat(sum).isEqualTo(10 + SeriesApp.hostile().size() + 1);
    Json histogram = families.with("name", "heddle_tool_duration_seconds").get("metrics");
    Json buckets = histogram.list().get(0).get("buckets");
    Json last = buckets.list().get(buckets.list().size() - 1);
    assertThat(last.get("le").value()).isEqualTo("+Inf");
    assertThat(last.get("count")).isEqualTo(histogram.list().get(0).get("count"));
    Json rules = RawHttpResponse.request(address, "GET", "/api/rules").json().get("rules");
    for (Json rule : rules.list()) {
      assertThat(rule.keys())
          .contains("id", "received", "matched", "woven", "firing", "failed", "reasons");
    }
    Json labels = rules.with("id", "labels");
    assertThat(labels.get("woven").number()).isEqualTo(1);
    assertThat(labels.get("firing").number()).isEqualTo(1);
    assertThat(labels.get("failed").number()).isZero();
    assertThat(rules.with("id", "nobody").get("woven").number()).isZero();
    assertThat(
            RawHttpResponse.request(address, "GET", "/api/inflight").json().get("inflight").list())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldKeepEveryFormatWellFormedWhateverTheLabelsAre(Jdk jdk) throws Exception {
    try (JavaProcess app = start(jdk, 0)) {
      String text = app.scrape().text();
      Set<String> series = new HashSet<>();
      for (String line : text.split("\n", -1)) {
        if (line.isEmpty() || line.startsWith("#")) {
          continue;
        }
        String name = line.substring(0, line.lastIndexOf(' '));
        assertThat(series.add(name)).as("once: %s", name).isTrue();
        assertThat(name.length()).isLessThan(600);
      }
      assertThat(text).doesNotContain("\nevil", "\0");
      assertThat(app.scrape().sum("heddle_tool_started_total"))
          .isEqualTo(SeriesApp.hostile().size() + 1);
      String open = JavaProcess.get(app.address(), "/metrics", OPEN_METRICS);
      assertThat(open).endsWith("\n# EOF\n").doesNotContain("\nevil").containsOnlyOnce("\n# EOF\n");
      Json families =
          RawHttpResponse.request(app.address(), "GET", "/api/metrics/json").json().get("families");
      Set<Object> values =
          families.with("name", "heddle_tool_started_total").get("metrics").list().stream()
              .map(one -> String.valueOf(one.get("labels").get("tool").value()))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(values).contains("\n", "\"", "\\n", "é😀", "none", "\uFFFDd800", "x\uFFFDdc00y");
      assertThat(values).contains("\uFFFDde00\uFFFDd83d", "\uFFFD0000");
      assertThat(app.scrape().value("heddle_self_repaired_labels_total")).isEqualTo(4);
      assertThat(values).contains("x".repeat(128)).doesNotContain("x".repeat(129));
      JavaProcess.get(app.address(), "/metrics", PROTOBUF);
      assertThat(app.stderr()).matches(ONE_LINE);
      assumeTrue(
          PrometheusServer.isInstalled("promtool"), "promtool is not on the PATH: not asked");
      Promtool.accepts(text);
    }
  }
}
