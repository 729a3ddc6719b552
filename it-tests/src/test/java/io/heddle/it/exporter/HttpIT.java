package io.heddle.it.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.external.Promtool;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the HTTP server of the packaged jar does with odd labels and with odd requests. */
@Tag("alone")
class HttpIT {
  private static final String CONFIG =
      """
      packs: []
      rules:
        - { id: tools, type: com.acme.exporter.OddLabelsApp, method: call, family: tool, labels: { tool: $1 } }
        - { id: jobs, type: com.acme.exporter.OddLabelsApp, method: wait, family: job, labels: { name: $1 } }
      """;
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private static JavaProcess start(Jdk jdk) throws IOException {
    return JavaProcess.with(jdk)
        .config(CONFIG)
        .run("com.acme.exporter.OddLabelsApp")
        .start()
        .awaitOutput("ready: odd");
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldKeepOddLabelsApartInEveryFormat(Jdk jdk) throws Exception {
    try (JavaProcess app = start(jdk)) {
      List<String> tools =
          List.of("good", "a\uFFFD0000", "a\uFFFDfffd0000", "\uFFFDd800", "\uFFFDfffdd800");
      Scrape text = app.scrape();
      for (String metric : List.of("started_total", "completed_total", "duration_seconds_count")) {
        assertThat(text.sum("heddle_tool_" + metric)).as(metric).isEqualTo(1004);
      }
      for (String tool : tools) {
        String labels = "{tool=\"" + tool + "\"}";
        double count = tool.equals("good") ? 1000 : 1;
        assertThat(text.value("heddle_tool_started_total" + labels)).as(tool).isEqualTo(count);
        assertThat(text.value("heddle_tool_in_flight" + labels)).isZero();
      }
      String open = JavaProcess.get(app.address(), "/metrics", "application/openmetrics-text");
      String protobuf = JavaProcess.get(app.address(), "/metrics", PROTOBUF);
      Json json =
          RawHttpResponse.request(app.address(), "GET", "/api/metrics/json").json().get("families");
      Set<Object> values = new HashSet<>();
      for (Json one : json.with("name", "heddle_tool_completed_total").get("metrics").list()) {
        values.add(one.get("labels").get("tool").value());
      }
      assertThat(values).containsExactlyInAnyOrderElementsOf(tools);
      for (String tool : tools) {
        assertThat(open)
            .contains("heddle_tool_completed_total{outcome=\"success\",tool=\"" + tool + "\"} ");
        assertThat(protobuf).contains(tool);
      }
      assertThat(text.value("heddle_self_repaired_labels_total")).isEqualTo(5);
      assertThat(text.sum("heddle_self_unwritable_series_total")).isZero();
      assertThat(text.value("heddle_self_advice_errors_total")).isZero();
      Promtool.accepts(text.text());
      assertThat(app.stderr()).matches(ExpositionIT.ONE_LINE);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldTellTheSameBeginningOfARunInEveryAnswer(Jdk jdk) throws Exception {
    try (JavaProcess app = start(jdk)) {
      Set<Object> since = new HashSet<>();
      List<Double> seconds = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        Json run =
            Await.until(
                    () ->
                        RawHttpResponse.request(app.address(), "GET", "/api/inflight")
                            .json()
                            .get("inflight"),
                    runs -> runs.list().size() == 1)
                .list()
                .get(0);
        assertThat(run.get("labels").get("name").value()).isEqualTo("\uFFFD0000");
        assertThat(run.get("thread").value()).isEqualTo("in\uFFFDd800flight");
        since.add(run.get("since").value());
        seconds.add(run.get("seconds").number());
      }
      assertThat(seconds).isSorted().doesNotHaveDuplicates();
      assertThat(since).hasSize(1);
      Instant began = Instant.parse(String.valueOf(since.iterator().next()));
      Duration ago = Duration.between(began, Instant.now());
      assertThat(ago.toNanos() / 1e9).isBetween(seconds.get(29) - 0.05, seconds.get(29) + 20);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldAnswerAndCountWhateverIsAsked(Jdk jdk) throws Exception {
    try (JavaProcess app = start(jdk)) {
      String address = app.address();
      String host = "\r\nHost: localhost\r\n";
      status(address, "GET //h:99999/ HTTP/1.1" + host, 400);
      status(address, "GET http://localhost:99999/metrics HTTP/1.1" + host, 400);
      status(address, "GET /metrics HTTP/-1.1" + host, 400);
      status(address, "GET /metrics HTTP/1.1" + host + "X Y: z\r\n", 400);
      status(address, "GET /metrics HTTP/1.1" + host + "X\0Y: z\r\n", 400);
      status(address, "GET /metrics HTTP/1.1" + host + "X: y\rz\r\n", 400);
      status(address, "POST /metrics HTTP/1.1" + host + "Content-Length: 3\r\n\r\nabc", 405);
      assertThat(RawHttpResponse.request(address, "GET", "/").status()).isEqualTo(302);
      assertThat(RawHttpResponse.request(address, "GET", "/").header("location"))
          .isEqualTo("/metrics");
      assertThat(RawHttpResponse.request(address, "GET", "/api/%6detrics/json").status())
          .isEqualTo(200);
      String chosen =
          app.get("/metrics?name[]=heddle_tool_started_total&name%5B%5D=heddle_build_info");
      assertThat(chosen.lines().filter(line -> line.startsWith("# TYPE")))
          .containsExactly(
              "# TYPE heddle_tool_started_total counter", "# TYPE heddle_build_info gauge");
      Scrape scrape = app.scrape();
      for (String expected : List.of("400=6", "405=1", "302=2", "503=0", "500=0")) {
        String[] pair = expected.split("=", -1);
        assertThat(scrape.value("heddle_self_http_requests_total{code=\"" + pair[0] + "\"}"))
            .as(expected)
            .isEqualTo(Integer.parseInt(pair[1]));
      }
      assertThat(scrape.sum("heddle_self_http_cut_total")).isZero();
      assertThat(scrape.has("heddle_self_http_cut_total{reason=\"evicted\"}")).isTrue();
      assertThat(scrape.value("heddle_self_http_response_bytes")).isPositive();
      assertThat(app.stderr()).matches(ExpositionIT.ONE_LINE);
    }
  }

  private static void status(String address, String request, int status) throws IOException {
    try (Socket socket = RawHttpResponse.connect(address)) {
      RawHttpResponse.send(socket, request + "\r\n");
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).as(request).startsWith("HTTP/1.1 " + status + " ");
    }
  }
}
