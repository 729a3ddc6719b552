package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.field.Sources;
import io.heddle.it.harness.Await;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An error that is swallowed names its rule, the path and the class, and nothing of the
 * application's.
 */
class SwallowedErrorsIT {
  private static final String ORDER = "com.acme.silent.SickApp$Order";
  private static final String HAS = "; it has angry, next";
  private static final String CONFIG =
      """
      packs: []
      families: { printed: { labels: [ o ] } }
      rules:
        - { id: named, type: com.acme.silent.SickApp, method: named, family: tool, labels: { tool: $1.next.nme } }
        - { id: judged, type: com.acme.silent.SickApp, method: judged, family: agent, outcome: { failure: $1.angry } }
        - { id: printed, type: com.acme.silent.SickApp, method: printed, family: printed, labels: { o: $1 } }
        - { id: gauged, type: com.acme.silent.SickApp, method: gauged, gauge: { name: sick, help: S, set: $1 } }
        - { id: later, type: com.acme.silent.SickApp, method: later, family: message, outcome: { failure: $return.gone } }
        - { id: healthy, type: com.acme.silent.SickApp, method: healthy, family: phase, labels: { phase: $1 } }
      """;

  @TempDir Path classes;

  @BeforeEach
  void compile() throws Exception {
    Sources.compile("silent", "SickApp", classes.toString(), classes);
  }

  private JavaProcess start(Jdk jdk, String rounds) throws Exception {
    return JavaProcess.with(jdk)
        .classPath(classes.toString())
        .config(CONFIG)
        .run("com.acme.silent.SickApp", rounds)
        .start();
  }

  private static String error(
      @Nullable String path, @Nullable String type, String error, int count) {
    return "\"last_error\":{\"path\":"
        + (path == null ? null : "\"" + path + "\"")
        + ",\"class\":"
        + (type == null ? null : "\"" + type + "\"")
        + ",\"error\":\""
        + error
        + "\",\"count\":"
        + count
        + ",\"quiet\":false}";
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldNameRulePathAndClass(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "2")) {
      process.awaitOutput("ready");
      has(
          process,
          "named",
          error("$1.next.nme", ORDER, ORDER + " has no method or field nme" + HAS, 2));
      has(process, "judged", error("$1.angry", ORDER, "java.lang.IllegalStateException", 2));
      has(process, "printed", error("$1", ORDER, ORDER + " cannot be a label", 2));
      has(process, "gauged", error(null, null, ORDER + " is no number for a gauge", 2));
      has(
          process,
          "later",
          error("$return.gone", ORDER, ORDER + " has no method or field gone" + HAS, 2));
      assertThat(RuleStatus.of(process, "healthy").json()).doesNotContain("last_error");
      ProcessResult status = Cli.on(jdk).run("status", process.pid());
      assertThat(status.out())
          .contains("  judged: last error: $1.angry on " + ORDER)
          .contains("  gauged: last error: " + ORDER + " is no number for a gauge (2 so far)");
      Await.until(process::stderr, text -> text.contains("rule later swallowed"));
      // again and again, and said once a minute
      for (int i = 0; i < 3; i++) {
        process.writeLine("");
      }
      Await.until(process::stdout, text -> text.split("round", -1).length == 4);
      String errors = "heddle_self_advice_errors_total";
      Scrape scrape = Await.until(process::scrape, one -> one.value(errors) == 5 * 5);
      has(
          process,
          "named",
          error("$1.next.nme", ORDER, ORDER + " has no method or field nme" + HAS, 5));
      for (String family : List.of("tool", "agent", "printed", "message", "phase")) {
        Laws.hold(scrape, family);
      }
      for (String rule : List.of("named", "judged", "printed", "gauged", "later")) {
        assertThat(process.stderr()).containsOnlyOnce("rule " + rule + " swallowed an error: ");
      }
      assertThat(process.stderr())
          .contains("$1.angry on " + ORDER + ": java.lang.IllegalStateException")
          .doesNotContain("secret", "healthy");
      assertThat(process.get("/api/rules") + status.out()).doesNotContain("secret");
    }
  }

  /** Too many errors: nothing is read for the rule any more, which is said, not silent. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldSayItAtTheEndOfAShortLifeToo(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "150")) {
      process.awaitOutput("ready");
      assertThat(RuleStatus.of(process, "named").json()).contains("\"count\":100,\"quiet\":true}");
      process.stdin().close();
      assertThat(process.exit()).isZero();
      for (String rule : List.of("named", "judged", "printed", "gauged", "later")) {
        assertThat(process.stderr())
            .containsOnlyOnce("rule " + rule + " swallowed an error: ")
            .doesNotContain("secret");
      }
    }
  }

  /** Soon: what a future came to is judged on its own thread. */
  private static void has(JavaProcess process, String rule, String error) {
    Await.until(() -> RuleStatus.of(process, rule).json(), json -> json.contains(error));
  }
}
