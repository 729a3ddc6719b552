package io.heddle.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.exporter.report.RunBox;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.snapshot.BucketLayout;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private static final FamilySpec EXEC =
      new FamilySpec(
          "exec",
          "Executions",
          List.of("runner", "name"),
          new BucketLayout(new double[] {1, 5}),
          true);

  private Served served;

  @BeforeEach
  void start() throws IOException {
    served = new Served();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private Cells cells() {
    return served.content.registry.family(EXEC).series(List.of("subprocess", "ls")).shared();
  }

  @Test
  void shouldServeTextOnBothPaths() throws IOException {
    cells().start();
    for (String path : List.of("/metrics", "/api/metrics", "/metrics?a=b")) {
      String answer = served.get(path);
      assertThat(answer)
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n")
          .contains("X-Content-Type-Options: nosniff\r\n")
          .doesNotContain("Access-Control")
          .contains("heddle_exec_in_flight{name=\"ls\",runner=\"subprocess\"} 1.0\n");
    }
    assertThat(served.content.served).hasValue(3);
  }

  @Test
  @Tag("O-D15")
  void shouldNameTheVersionOfTheTextInTheContentType() throws IOException {
    assertThat(served.get("/metrics").lines())
        .contains("Content-Type: text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void shouldServeBoxesOneByOne() throws IOException {
    assertThat(Served.body(served.get("/api/boxes")))
        .isEqualTo(
            "{\"boxes\":[{\"id\":\"a/b c\",\"runner\":\"container\",\"name\":\"alpine\","
                + "\"state\":\"running\"}]}");
    String figures = Served.body(served.get("/api/boxes/a%2Fb%20c/metrics"));
    assertThat(figures)
        .contains("\"commands_executed_total\":3", "\"cpu_percent\":null")
        .contains("\"boot_timing\":{\"stage_box_spawn_ms\":1.5}");
    for (String none : List.of("/api/boxes/x/metrics", "/api/boxes/%zz/metrics")) {
      assertThat(served.get(none)).startsWith("HTTP/1.1 404 ").contains("{\"error\":\"");
    }
    for (String none :
        List.of("/api/boxes//metrics", "/api/boxes/a/b/metrics", "/api/boxes/{id}")) {
      assertThat(served.get(none)).startsWith("HTTP/1.1 4");
    }
  }

  @Test
  void shouldServeOpenMetricsWhenAsked() throws IOException {
    cells().start();
    assertThat(served.get("/metrics", "Accept: application/openmetrics-text;version=1.0.0"))
        .contains("Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n")
        .endsWith("# EOF\n");
  }

  @Test
  void shouldCompressWhenAsked() throws IOException {
    cells().start();
    try (Socket socket = served.connect()) {
      String request =
          String.join(
              "\r\n",
              "GET /metrics HTTP/1.1",
              "Host: localhost",
              "Accept-Encoding: br, gzip",
              "Connection: close",
              "",
              "");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.read());
      }
      assertThat(head.toString()).contains("Content-Encoding: gzip");
      assertThat(Served.readAll(new GZIPInputStream(in))).contains("heddle_exec_started_total");
    }
    assertThat(served.get("/metrics", "Accept-Encoding: gzip;q=0"))
        .doesNotContain("Content-Encoding");
  }

  @Test
  void shouldServeMetricsAsJson() throws IOException {
    cells().start();
    cells().succeed(2_000_000_000L);
    String body = Served.body(served.get("/api/metrics/json"));
    assertThat(body)
        .contains(
            "{\"name\":\"heddle_exec_completed_total\",\"type\":\"counter\",\"help\":\"Executions:"
                + " completed, by outcome.\",\"metrics\":[{\"labels\":{\"runner\":\"subprocess\","
                + "\"name\":\"ls\",\"outcome\":\"success\"},\"value\":1}]}")
        .contains(
            "\"count\":1,\"sum\":2,\"buckets\":[{\"le\":1,\"count\":0},{\"le\":5,\"count\":1},"
                + "{\"le\":\"+Inf\",\"count\":1}]");
    assertThat(body).startsWith("{\"families\":[").endsWith("]}");
  }

  @Test
  void shouldServeRulesAsJson() throws IOException {
    assertThat(Served.body(served.get("/api/rules")))
        .isEqualTo(
            "{\"rules\":[{\"id\":\"render\",\"received\":5,\"matched\":4,\"woven\":3,\"firing\":2,"
                + "\"failed\":1,\"reasons\":[{\"class\":\"com.acme.A\",\"method\":\"run()\","
                + "\"reason\":\"it is \\\"native\\\"\"}]}]}");
  }

  @Test
  void shouldServeRunsInFlightAsJson() throws IOException {
    Cells cells = cells();
    cells.start();
    served.content.registry.open(cells, System.nanoTime() - 1_500_000_000L);
    served.content.registry.open(cells, System.nanoTime()).pid(42);
    assertThat(Served.body(served.get("/api/inflight")))
        .matches(
            "\\{\"inflight\":\\[\\{\"since\":\"20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:[0-9.]+Z\","
                + "\"seconds\":1\\.5\\d*,\"family\":\"exec\",\"labels\":\\{\"runner\":\"subprocess\""
                + ",\"name\":\"ls\"\\},\"stage\":null,\"thread\":\"[^\"]+\",\"pid\":null,"
                + "\"pidState\":null,\"box\":null,\"stack\":null\\},\\{.*\"pid\":42,"
                + "\"pidState\":\"sleeping\",\"box\":null,"
                + "\"stack\":\\[\"A.run\",\"A.main\"\\]\\}\\]\\}");
  }

  @Test
  void shouldTellTheBoxOfARunAndItsProcess() throws IOException {
    Cells cells = cells();
    InFlightRun known = served.content.registry.open(cells, System.nanoTime() - 2_000_000_000L);
    InFlightRun unknown = served.content.registry.open(cells, System.nanoTime() - 1_000_000_000L);
    InFlightRun own = served.content.registry.open(cells, System.nanoTime());
    own.pid(7);
    served.content.boxes.put(known, new RunBox("b1", 43));
    served.content.boxes.put(unknown, new RunBox("b2", -1));
    served.content.boxes.put(own, new RunBox("b3", 44));
    assertThat(Served.body(served.get("/api/inflight")))
        .matches(
            ".*\"pid\":43,\"pidState\":\"sleeping\",\"box\":\"b1\".*"
                + "\"pid\":null,\"pidState\":null,\"box\":\"b2\".*"
                + "\"pid\":7,\"pidState\":\"sleeping\",\"box\":\"b3\".*");
  }

  @Test
  void shouldTellHealth() throws IOException {
    assertThat(Served.body(served.get("/health"))).isEqualTo("{\"status\":\"up\"}");
    assertThat(Served.status(served.get("/health/ready"))).isEqualTo(200);
    served.content.ready = false;
    assertThat(Served.status(served.get("/health/ready"))).isEqualTo(503);
    assertThat(Served.status(served.get("/health"))).isEqualTo(200);
  }

  @Test
  void shouldAnswerHeadWithoutBody() throws IOException {
    String answer = served.request("HEAD", "/health");
    assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("Content-Length: 15\r\n");
    assertThat(Served.body(answer)).isEmpty();
  }

  @Test
  void shouldRefuseOtherMethodsAndPaths() throws IOException {
    assertThat(served.request("POST", "/metrics", "Content-Length: 0"))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD\r\n")
        .endsWith("{\"error\":\"only GET and HEAD are allowed\"}");
    assertThat(served.request("OPTIONS", "/metrics", "Origin: http://evil.example"))
        .startsWith("HTTP/1.1 405 ")
        .doesNotContain("Access-Control");
    for (String path :
        List.of("/nothing", "/metrics/", "/../metrics", "/metrics%2f", "/%zz", "/%", "*", "x")) {
      assertThat(Served.status(served.get(path))).as(path).isEqualTo(404);
    }
  }

  @Test
  void shouldDecodePaths() throws IOException {
    for (String path : List.of("/%6detrics", "/%6D%65trics?x=%zz", "/api/%6detrics/js%6fn")) {
      assertThat(Served.status(served.get(path))).as(path).isEqualTo(200);
    }
    assertThat(Served.status(served.get("/metr+ics"))).isEqualTo(404);
  }

  @Test
  void shouldPointFromTheRootToTheMetrics() throws IOException {
    assertThat(served.get("/"))
        .startsWith("HTTP/1.1 302 ")
        .contains("Location: /metrics\r\n", "Content-Type: text/html; charset=utf-8\r\n")
        .contains("<a href=\"/metrics\">/metrics</a>");
    String head = served.request("HEAD", "/");
    assertThat(head).startsWith("HTTP/1.1 302 ").contains("Location: /metrics\r\n");
    assertThat(Served.body(head)).isEmpty();
    assertThat(Served.status(served.request("POST", "/"))).isEqualTo(405);
  }

  @Test
  void shouldChooseMetricsByName() throws IOException {
    cells().start();
    cells().succeed(1);
    String started = "name%5B%5D=heddle_exec_started_total";
    String both = started + "&name[]=heddle_exec_in_flight&other=1";
    assertThat(Served.body(served.get("/metrics?" + started)).lines())
        .filteredOn(line -> !line.startsWith("#"))
        .containsExactly("heddle_exec_started_total{name=\"ls\",runner=\"subprocess\"} 1.0");
    assertThat(Served.body(served.get("/api/metrics?" + both)).lines())
        .filteredOn(line -> !line.startsWith("#"))
        .hasSize(2);
    assertThat(Served.body(served.get("/api/metrics/json?" + started)))
        .startsWith("{\"families\":[{\"name\":\"heddle_exec_started_total\"")
        .doesNotContain("in_flight");
    assertThat(Served.body(served.get("/metrics?name[]=nothing"))).isEmpty();
    assertThat(served.get("/metrics?name[]=%zz"))
        .startsWith("HTTP/1.1 400 ")
        .endsWith("{\"error\":\"name[] has a broken percent escape: '%zz'\"}");
  }

  @Test
  void shouldCountResponsesByStatus() throws IOException {
    served.get("/metrics");
    served.get("/nothing");
    served.get("/");
    served.request("POST", "/metrics");
    served.get("/metrics", "Host: evil.example");
    served.get("/metrics?name[]=%zz");
    served.raw("nonsense\r\n\r\n");
    served.raw("GET / HTTP/2.0\r\n\r\n");
    served.content.broken = true;
    served.get("/metrics");
    assertThat(served.responses())
        .isEqualTo(
            Map.of(
                "200", 1L, "302", 1L, "400", 2L, "403", 1L, "404", 1L, "405", 1L, "431", 0L, "500",
                1L, "503", 0L, "505", 1L));
    assertThat(served.cuts())
        .hasSize(6)
        .allSatisfy((reason, count) -> assertThat(count).as(reason).isZero());
  }

  @Test
  void shouldTellTheSameBeginningOfARunInEveryAnswer() throws IOException {
    Cells cells = cells();
    cells.start();
    served.content.registry.open(cells, System.nanoTime());
    Set<String> since = new HashSet<>();
    Set<String> bodies = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      String body = Served.body(served.get("/api/inflight"));
      bodies.add(body);
      since.add(body.replaceAll(".*\"since\":\"([^\"]+)\".*", "$1"));
    }
    assertThat(bodies).hasSizeGreaterThan(1);
    assertThat(since).hasSize(1);
    assertThat(Duration.between(Instant.parse(since.iterator().next()), Instant.now()))
        .isBetween(Duration.ofMillis(-10), Duration.ofSeconds(60));
  }

  @Test
  void shouldTellOneSentenceWhenAPageFails() throws IOException {
    served.content.broken = true;
    assertThat(served.get("/metrics"))
        .startsWith("HTTP/1.1 500 ")
        .endsWith("{\"error\":\"the answer could not be made\"}")
        .doesNotContain("on purpose");
    assertThat(served.content.failures).hasSize(1);
    served.content.broken = false;
    assertThat(Served.status(served.get("/metrics"))).isEqualTo(200);
  }
}
