package io.heddle.it.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a class loader of the application throws or gives costs nothing but itself. */
class OddLoaderIT {
  private static final String RULES =
      """
      packs: []
      rules:
        - { id: marked, annotated: com.acme.field.Measured }
        - { id: jobs, type: com.acme.field.Job, subtypes: true, method: run, family: phase }
      """;
  private static final List<String> VISIBLE =
      List.of(
          "SOUND",
          "GIVES_NOTHING",
          "THROWS_EXCEPTION",
          "THROWS_ERROR",
          "OVERFLOWS",
          "RUNS_OUT_OF_MEMORY",
          "IS_STOPPED",
          "GIVES_ANOTHER_CLASS",
          "GIVES_GARBAGE",
          "STREAM_THROWS",
          "STREAM_NEVER_ENDS",
          "STREAM_TRICKLES",
          "STREAM_GIVES_NOTHING",
          "STREAM_LIES",
          "CLOSE_THROWS",
          "TAKES_THE_INTERRUPT",
          "HAS_ODD_METHODS");
  private static final List<String> HIDING =
      List.of("HIDES", "THROWS_FOR_CLASSES", "GIVES_NULL_CLASSES", "GIVES_OTHER_CLASSES");
  private static final int TIMES = 10;

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountWhatOddLoadersDefine(Jdk jdk) throws Exception {
    ProcessResult bare;
    try (ControlledApplication application = application(JavaProcess.with(jdk).bare(), all())) {
      application.execute("work " + TIMES);
      bare = application.end();
    }
    try (ControlledApplication application =
        application(JavaProcess.with(jdk).config(RULES), all())) {
      application.execute("work " + TIMES);
      Scrape scrape = application.process().scrape();
      assertCounts(scrape);
      assertThat(scrape.value("heddle_self_loader_failures_total")).isPositive();
      RuleStatus marked = RuleStatus.of(application.process(), "marked");
      assertThat(marked.failed()).isEqualTo(HIDING.size());
      assertThat(marked.json()).contains("its loader hides the boot classes");
      application.end().assertServedBeside(bare);
    }
  }

  /** Heddle's own loader of before is one more that does not do what it should. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldComeAndGoAndComeAgain(Jdk jdk) throws Exception {
    String config = "config=" + Files.writeString(directory.resolve("rules.yaml"), RULES);
    try (ControlledApplication application = application(JavaProcess.with(jdk).bare(), all())) {
      long pid = application.process().pid();
      for (int i = 1; i <= 3; i++) {
        String address = address(done(jdk, "attach", pid, "exporter.port=0", config));
        application.execute("work " + TIMES);
        assertCounts(new Scrape(JavaProcess.get(address, "/metrics", "text/plain")));
        assertThat(done(jdk, "detach", pid)).doesNotContain("NOT restored");
        application.execute("work 1");
      }
      ProcessResult result = application.end();
      assertThat(result.status()).isZero();
      // one line at each start
      assertThat(result.agentLines()).hasSize(3);
    }
  }

  /**
   * Loaders that come while Heddle is there already, one by one: the last counts like the first.
   */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountWhatLoadsLater(Jdk jdk) throws Exception {
    try (ControlledApplication application =
        application(JavaProcess.with(jdk).config(RULES), List.of())) {
      for (String kind : VISIBLE) {
        assertThat(application.execute("make " + kind)).as(kind).isEqualTo("made");
      }
      for (String kind : HIDING) {
        assertThat(application.execute("make " + kind)).as(kind).isEqualTo("made");
      }
      application.execute("work " + TIMES);
      assertCounts(application.process().scrape());
      application.end();
    }
  }

  private static void assertCounts(Scrape scrape) {
    assertThat(started(scrape, "Work")).isEqualTo(TIMES);
    assertThat(started(scrape, "Extra")).isEqualTo(VISIBLE.size() * TIMES);
    assertThat(scrape.sum("heddle_phase_started_total")).isEqualTo((VISIBLE.size() + 1) * TIMES);
    assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
  }

  private static double started(Scrape scrape, String type) {
    return scrape.value(
        "heddle_call_started_total{rule=\"marked\",class=\"com.acme.field."
            + type
            + "\",method=\"run\"}");
  }

  private static List<String> all() {
    List<String> all = new ArrayList<>(VISIBLE);
    all.addAll(HIDING);
    return all;
  }

  private static ControlledApplication application(JavaProcess.Builder builder, List<String> kinds)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("com.acme.field.LoadersApp"));
    command.addAll(kinds);
    return ControlledApplication.start(builder, command.toArray(new String[0]));
  }

  private static String done(Jdk jdk, Object... arguments) throws Exception {
    ProcessResult result = Cli.on(jdk).run(arguments);
    assertThat(result.status()).as(result.toString()).isZero();
    return result.out();
  }

  private static String address(String output) {
    Matcher matcher = Pattern.compile("(http://[^/]+)/metrics").matcher(output);
    assertThat(matcher.find()).as(output).isTrue();
    return matcher.group(1);
  }
}
