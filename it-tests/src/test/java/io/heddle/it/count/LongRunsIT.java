package io.heddle.it.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that lasts long shows where its thread is, and how its process does. */
class LongRunsIT {
  private static final String RULES =
      """
      rules:
        - { id: held, type: "com.acme.count.LongRunsApp$Tools", method: "hold", family: tool, labels: { tool: $1 } }
        - { id: later, type: "com.acme.count.LongRunsApp$Tools", method: "later", family: tool, labels: { tool: $1 } }
      """;

  private static JavaProcess start(Jdk jdk, String stackAfter) throws IOException {
    return JavaProcess.with(jdk)
        .classPath(System.getProperty("java.class.path"))
        .run("com.acme.count.LongRunsApp")
        .config(RULES + "inflight: { stackAfter: " + stackAfter + " }\n")
        .start();
  }

  /** The runs in flight by their tool, or by their family if that is another. */
  private static Map<String, Json> inFlight(JavaProcess process) throws IOException {
    Map<String, Json> runs = new LinkedHashMap<>();
    for (Json run : Json.parse(process.get("/api/inflight")).get("inflight").list()) {
      String family = run.get("family").value() + "";
      runs.put(family.equals("tool") ? run.get("labels").get("tool").value() + "" : family, run);
    }
    return runs;
  }

  private static Json of(Map<String, Json> runs, String tool) {
    return Objects.requireNonNull(runs.get(tool), () -> tool + " is not among " + runs);
  }

  private static void assertIsHeld(Json run) {
    List<String> frames =
        run.get("stack").list().stream().map(frame -> String.valueOf(frame.value())).toList();
    assertThat(frames)
        .anyMatch(frame -> frame.startsWith("com.acme.count.LongRunsApp$Tools.wait("));
    assertThat(frames).noneMatch(frame -> frame.contains("heddle"));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldShowWhereThreadsAre(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "1ms")) {
      process.awaitOutput("ready").awaitOutput("platform waits");
      Map<String, Json> runs = inFlight(process);
      assertIsHeld(of(runs, "platform"));
      if (jdk.feature() >= 21) {
        process.awaitOutput("virtual waits");
        assertIsHeld(of(inFlight(process), "virtual"));
      }
      assertThat(of(runs, "later").get("stack").value()).isNull();
      assertOldest(process, runs);
      Json child = of(runs, "exec");
      assertThat(child.get("stack").value()).isNull();
      String pid = Long.toString((long) child.get("pid").number());
      assertThat(process.stdout()).contains("child " + pid);
      Await.until(() -> state(process), "sleeping"::equals);
      new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
      Await.until(() -> state(process), "stopped"::equals);
      process.writeLine("");
      process.awaitOutput("released done");
      assertThat(process.get("/api/inflight")).isEqualTo("{\"inflight\":[]}");
      Scrape after = process.scrape();
      assertThat(after.has("heddle_tool_oldest_seconds{tool=\"platform\"}")).isTrue();
      assertThat(after.sum("heddle_tool_oldest_seconds")).isZero();
      assertThat(after.sum("heddle_exec_oldest_seconds")).isZero();
      assertThat(after.sum("heddle_self_advice_errors_total")).isZero();
    }
  }

  /** The gauge lies between what the list says before it and after it. */
  private static void assertOldest(JavaProcess process, Map<String, Json> before)
      throws IOException {
    Scrape scrape = process.scrape();
    Map<String, Json> after = inFlight(process);
    for (String tool : List.of("platform", "later")) {
      assertThat(scrape.value("heddle_tool_oldest_seconds{tool=\"" + tool + "\"}"))
          .isBetween(
              of(before, tool).get("seconds").number() - 0.001,
              of(after, tool).get("seconds").number());
    }
    assertThat(scrape.sum("heddle_exec_oldest_seconds"))
        .isBetween(
            of(before, "exec").get("seconds").number() - 0.001,
            of(after, "exec").get("seconds").number());
  }

  private static String state(JavaProcess process) throws IOException {
    return String.valueOf(of(inFlight(process), "exec").get("pidState").value());
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldShowNoStackWhereNobodyWantsOne(Jdk jdk) throws Exception {
    for (String after : List.of("off", "1h")) {
      try (JavaProcess process = start(jdk, after)) {
        process.awaitOutput("ready").awaitOutput("platform waits");
        assertThat(of(inFlight(process), "platform").get("stack").value()).isNull();
      }
    }
  }
}
