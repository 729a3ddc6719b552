package io.heddle.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCommandTest {
  private static final String RULES =
      """
      {"rules":[
       {"id":"render","received":12,"matched":3,"woven":2,"firing":2,"failed":1,
        "reasons":[{"class":"com.acme.A","method":"run","reason":"it is native"}],"new":{"x":[]}},
       {"id":"pack:exec","received":1,"matched":null,"woven":1,"firing":0,"failed":0,
        "reasons":[]}]}
      """;
  private static final String METRICS =
      """
      {"families":[
       {"name":"heddle_build","type":"info","help":"","metrics":[
        {"labels":{"version":"0.1.0"},"value":1}]},
       {"name":"heddle_self_woven_methods","type":"gauge","help":"","metrics":[
        {"labels":{"rule":"render"},"value":2},{"labels":{"rule":"pack:exec"},"value":1}]},
       {"name":"heddle_self_dropped_series_total","type":"counter","help":"","metrics":[
        {"labels":{"family":"call"},"value":4.0}]},
       {"name":"heddle_call_duration_seconds","type":"histogram","help":"","metrics":[
        {"labels":{},"count":1,"sum":0.1,"buckets":[{"le":"+Inf","count":1}]}]}]}
      """;

  private final Session session = new Session();
  private HttpServer server;
  private String address = "";

  StatusCommandTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void startServer() {
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void shouldShowRulesAndFigures() {
    answer("/api/rules", RULES);
    answer("/api/metrics/json", METRICS);
    assertThat(session.type("status", address + "/metrics?x=1")).isEqualTo(0);
    assertThat(session.out())
        .containsExactly(
            "Heddle 0.1.0 at " + address,
            "",
            "ID         RECEIVED  MATCHED  WOVEN  FIRING  FAILED",
            "render     12        3        2      2       1",
            "pack:exec  1         ?        1      0       0",
            "  render: com.acme.A.run: it is native",
            "",
            "woven methods   3",
            "live series     5",
            "overhead        not measured",
            "untimed calls   0",
            "advice errors   0",
            "dropped series  4");
  }

  @Test
  void shouldShowRulesOfTheUserFirstAndSleepingPacksInALine() {
    answer(
        "/api/rules",
        """
        {"rules":[
         {"id":"exec","received":1,"matched":1,"woven":1,"firing":1,"failed":0,
          "pack":"jdk-process","asleep":false,"reasons":[]},
         {"id":"render","received":0,"matched":0,"woven":0,"firing":0,"failed":0,"reasons":[
          {"class":"com.acme.Shop","method":"","reason":"differs in case"}]},
         {"id":"quartz","received":0,"matched":0,"woven":0,"firing":0,"failed":0,
          "pack":"quartz","asleep":true,"reasons":[{"class":"","method":"","reason":"waits"}]},
         {"id":"mcp","received":0,"matched":0,"woven":0,"firing":0,"failed":0,
          "pack":"mcp","asleep":true,"reasons":[{"class":"","method":"","reason":"waits"}]}]}
        """);
    answer("/api/metrics/json", "{\"families\":[]}");
    assertThat(session.type("status", address)).isEqualTo(0);
    assertThat(session.out().subList(2, 7))
        .containsExactly(
            "ID      RECEIVED  MATCHED  WOVEN  FIRING  FAILED",
            "render  0         0        0      0       0",
            "exec    1         1        1      1       0",
            "2 packs sleep until a class of their libraries loads: quartz, mcp",
            "  render: com.acme.Shop: differs in case");
    assertThat(session.out()).noneMatch(line -> line.contains("waits"));
  }

  @Test
  void shouldSendTheUserToTheUrlWhereAttachesAreRefused() throws Exception {
    try (ChildJvm child = ChildJvm.start("-XX:+DisableAttachMechanism")) {
      assertFails(
          Long.toString(child.pid()),
          "PID "
              + child.pid()
              + " does not let itself be attached (-XX:+DisableAttachMechanism). Ask its server"
              + " instead: status URL, with the URL that it printed at its start.");
    }
  }

  @Test
  void shouldShowTheOverheadWhateverThePrefix() {
    answer("/api/rules", "{\"rules\":[]}");
    answer(
        "/api/metrics/json",
        "{\"families\":[{\"name\":\"acme_self_overhead_seconds_total\",\"metrics\":"
            + "[{\"labels\":{},\"value\":0.0125}]}]}");
    assertThat(session.type("status", address)).isEqualTo(0);
    assertThat(session.out()).contains("overhead        0.013 s");
  }

  @Test
  void shouldShowAtMostTenReasonsOfARule() {
    String reason = "{\"class\":\"A\",\"reason\":\"r\"}";
    answer(
        "/api/rules",
        "{\"rules\":[{\"id\":\"x\",\"reasons\":[" + (reason + ",").repeat(12) + reason + "]}]}");
    answer("/api/metrics/json", "{\"families\":[]}");
    assertThat(session.type("status", address)).isEqualTo(0);
    assertThat(session.out()).filteredOn("  x: A: r"::equals).hasSize(10);
    assertThat(session.out()).contains("  x: 3 more");
  }

  @Test
  void shouldAskThePidForItsAddress() throws Exception {
    answer("/api/rules", RULES);
    answer("/api/metrics/json", METRICS);
    try (ChildJvm child = ChildJvm.start("-Dheddle.address=" + address)) {
      assertThat(session.type("status", Long.toString(child.pid()))).isEqualTo(0);
      assertThat(session.out().get(0)).isEqualTo("Heddle 0.1.0 at " + address);
    }
  }

  @Test
  void shouldSayThatHeddleIsNotIn() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      assertFails(
          Long.toString(child.pid()),
          "Heddle is not in PID " + child.pid() + ", or serves nothing there.");
    }
  }

  @Test
  void shouldSayThatNothingListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String nobody = "http://127.0.0.1:" + port;
    assertThat(session.type("status", nobody)).isEqualTo(1);
    assertThat(session.err()).hasSize(1);
    assertThat(session.err().get(0)).startsWith(nobody + " cannot be reached: Connection refused");
  }

  @Test
  void shouldSayThatAnotherServerAnswers() {
    assertFails(address, address + "/api/rules answered status 404: is Heddle there?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "[1]", "", "{\"rules\":[", "{\"rules\":"})
  void shouldSayThatTheAnswerIsNoJson(String body) {
    answer("/api/rules", body);
    assertFails(address, address + "/api/rules did not answer JSON: is Heddle there?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "localhost:9464", "ftp://h", "http://", "http:// x", "file:/x"})
  void shouldRefuseWhatIsNoUrl(String url) {
    assertThat(session.type("status", url)).isEqualTo(2);
    assertThat(session.err().get(0))
        .isEqualTo(
            "'" + url + "' is neither a process id nor a URL such as http://127.0.0.1:9464.");
  }

  private void assertFails(String argument, String sentence) {
    assertThat(session.type("status", argument)).isEqualTo(1);
    assertThat(session.out()).isEmpty();
    assertThat(session.err()).containsExactly(sentence);
  }

  private void answer(String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
