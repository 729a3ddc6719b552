package io.heddle.it.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Application;
import io.heddle.it.harness.Await;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An MCP client and its server over stdio, in two JVMs with the agent in both; {@code
 * com.acme.pack.McpClientApp} says how many calls of each way to end.
 */
@Tag("alone")
class McpIT {
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountToolCallsOnBothSides(Jdk jdk) throws Exception {
    assertCounted(jdk, Application.of());
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldCountThemOfTheSecondVersion(Jdk jdk) throws Exception {
    assertCounted(jdk, Application.of().onSecondVersionOf("io/modelcontextprotocol"));
  }

  private static void assertCounted(Jdk jdk, Application libraries) throws Exception {
    int port = freePort();
    String server = "http://127.0.0.1:" + port;
    List<Scrape> inside = new ArrayList<>();
    PackTrial client =
        PackTrial.of(
            jdk,
            libraries.run(
                "com.acme.pack.McpClientApp",
                "-javaagent:" + JavaProcess.JAR + "=exporter.port=" + port,
                "-cp",
                libraries.classPath(),
                "com.acme.pack.McpServerApp"),
            (place, process) -> {
              if (place.equals("inside")) {
                inside.add(
                    Await.until(
                        () -> new Scrape(JavaProcess.get(server, "/metrics", "text/plain")),
                        scrape -> scrape.sum("heddle_tool_in_flight") > 0));
              }
            },
            "tool");
    assertThat(client.inside().value("heddle_tool_in_flight{tool=\"slow\"}")).isEqualTo(1);
    // five, and one that is subscribed to twice; the one that nobody subscribes to is none
    assertThat(client.completed("tool", "tool=\"good\",outcome=\"success\"")).isEqualTo(7);
    assertThat(client.errors("tool", "tool=\"soft\",error_type=\"tool_error\"")).isEqualTo(3);
    assertThat(client.errors("tool", "tool=\"boom\",error_type=\"McpError\"")).isEqualTo(2);
    assertThat(client.errors("tool", "tool=\"unknown\",error_type=\"not_found\"")).isEqualTo(1);
    assertThat(client.completed("tool", "tool=\"slow\",outcome=\"canceled\"")).isEqualTo(1);
    assertThat(client.completed("tool", "tool=\"slow\",outcome=\"timeout\"")).isEqualTo(1);
    assertThat(client.after().sum("heddle_tool_completed_total")).isEqualTo(15);
    assertThat(
            client.after().value("heddle_exec_started_total{runner=\"subprocess\",name=\"java\"}"))
        .isEqualTo(1);
    assertThat(client.after().text()).doesNotContain("secret");
    assertServer(inside.get(0));
  }

  private static void assertServer(Scrape scrape) {
    Laws.hold(scrape, "tool");
    String completed = "heddle_tool_completed_total";
    String errors = "heddle_tool_errors_total";
    assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    assertThat(scrape.value(completed + "{tool=\"good\",outcome=\"success\"}")).isEqualTo(7);
    assertThat(scrape.value(errors + "{tool=\"soft\",error_type=\"tool_error\"}")).isEqualTo(3);
    assertThat(scrape.sum(errors)).as(scrape.text()).isEqualTo(6);
    assertThat(scrape.value(errors + "{tool=\"unknown\",error_type=\"not_found\"}")).isEqualTo(1);
    assertThat(scrape.value("heddle_tool_in_flight{tool=\"slow\"}")).isEqualTo(1);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
