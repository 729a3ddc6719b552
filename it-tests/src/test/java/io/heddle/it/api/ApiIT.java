package io.heddle.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application records through the api is counted, whichever copy of it carries. */
class ApiIT {
  private static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/metrics");

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("T5")
  @Tag("T6")
  @Tag("T7")
  @Tag("O7")
  @Tag("O8")
  @Tag("O9")
  void shouldCountWhatIsReported(Jdk jdk) throws Exception {
    String classPath = new ApiCopies(directory).application(ApiCopies.JAR, "Till", "Scales");
    try (ControlledApplication application = start(with(jdk, classPath), "Till", "Scales")) {
      assertThat(application.execute("")).isEqualTo("till scales full");
      Scrape once = application.process().scrape();
      assertTill(once, 1);
      assertScales(once, 1);
      application.execute("");
      Scrape twice = application.process().scrape();
      assertTill(twice, 2);
      assertScales(twice, 2);
      Laws.neverFall(once, twice, "exec");
      assertThat(application.process().get("/api/metrics/json"))
          .contains(
              "{\"name\":\"shop_basket_euros\",\"type\":\"histogram\",\"help\":\"Baskets.\","
                  + "\"metrics\":[{\"labels\":{\"kind\":\"book\"},\"count\":10,\"sum\":209,"
                  + "\"buckets\":[{\"le\":1,\"count\":6},{\"le\":10,\"count\":8},"
                  + "{\"le\":\"+Inf\",\"count\":10}]}]}");
      application.end().assertServedBeside(bare(jdk, classPath, 2, "Till", "Scales"));
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("T8")
  void shouldRecordByHandlesOlderThanTheAttachAndBeQuietAfterDetach(Jdk jdk) throws Exception {
    String classPath =
        new ApiCopies(directory).application(ApiCopies.JAR, "Late", "Till", "Scales");
    // else the JVM says on stderr that an agent came late
    String quiet = "-XX:+EnableDynamicAgentLoading";
    try (ControlledApplication application =
        start(with(jdk, classPath).bare().jvm(quiet), "Late", "Till", "Scales")) {
      long pid = application.process().pid();
      application.execute("");
      for (int stay = 0; stay < 2; stay++) {
        String address = address(done(jdk, "attach", pid, "exporter.port=0"));
        application.execute("");
        Scrape scrape = scrape(address);
        assertThat(scrape.value("shop_orders_total{kind=\"book\"}")).isEqualTo(8000);
        assertScales(scrape, 1);
        // the end of a task whose start nobody saw counts a start too
        String wasm = "{runner=\"wasm\",name=\"none\"";
        assertThat(scrape.value("heddle_exec_started_total" + wasm + "}")).isEqualTo(2);
        assertThat(scrape.value("heddle_exec_in_flight" + wasm + "}")).isEqualTo(1);
        Json task = Json.parse(JavaProcess.get(address, "/api/inflight", "*/*"));
        assertThat(task.get("inflight").list())
            .singleElement()
            .satisfies(run -> assertThat(run.get("labels").get("runner").value()).isEqualTo("wasm"))
            .satisfies(run -> assertThat(run.get("stack").value()).isNull());
        String failed = wasm + ",error_type=\"tool_error\"}";
        assertThat(scrape.value("heddle_exec_errors_total" + failed)).isEqualTo(1);
        Laws.hold(scrape, "exec");
        assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
        assertThat(done(jdk, "detach", pid)).doesNotContain("NOT restored");
        application.execute("");
      }
      application.end().assertSameBeside(bare(jdk, classPath, 5, "Late", "Till", "Scales"));
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountExactlyByKeptHandlesThroughAttachesAndAllocateNothing(Jdk jdk) throws Exception {
    String classPath = new ApiCopies(directory).application(ApiCopies.JAR, "Handles");
    String quiet = "-XX:+EnableDynamicAgentLoading";
    try (ControlledApplication application =
        start(with(jdk, classPath).bare().jvm(quiet), "Handles")) {
      long pid = application.process().pid();
      assertThat(application.execute("")).isEqualTo("kept, bytes 0");
      for (int stay = 0; stay < 3; stay++) {
        String address = address(done(jdk, "attach", pid, "exporter.port=0"));
        for (int round = 1; round <= 2; round++) {
          assertThat(application.execute("")).isEqualTo("kept, bytes 0");
          assertHandles(scrape(address), round);
        }
        assertThat(scrape(address).value("kept_always_total")).isPositive();
        assertThat(done(jdk, "detach", pid)).doesNotContain("NOT restored");
        application.execute("");
      }
      application.end().assertSameBeside(bare(jdk, classPath, 10, "Handles"));
    }
  }

  /** Four threads of a pool, four that end and eight rounds for the bytes, of 20,000 calls each. */
  private static void assertHandles(Scrape scrape, int rounds) {
    double calls = 16 * 20_000.0 * rounds;
    assertThat(scrape.value("kept_total{kind=\"kept\"}")).isEqualTo(calls);
    assertThat(scrape.value("kept_total{kind=\"even\"}")).isEqualTo(calls / 2);
    assertThat(scrape.value("kept_total{kind=\"odd\"}")).isEqualTo(calls / 2);
    assertThat(scrape.value("kept_level")).isEqualTo(42);
    String bucket = "kept_sizes_bucket{kind=\"x\",le=\"";
    assertThat(scrape.value(bucket + "1.0\"}")).isEqualTo(calls / 5 * 2);
    assertThat(scrape.value(bucket + "2.0\"}")).isEqualTo(calls / 5 * 3);
    assertThat(scrape.value("kept_sizes_count{kind=\"x\"}")).isEqualTo(calls);
    assertThat(scrape.value("kept_sizes_sum{kind=\"x\"}")).isEqualTo(calls * 2);
    assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountInEveryCopyAndRefuseTheSecondThatDiffers(Jdk jdk) throws Exception {
    String classPath =
        new ApiCopies(directory).application(ApiCopies.JAR, "Till", "Scales", "Clash");
    String[] parts = {"Till", "+Till", "+Scales", "Clash", "+Clash", "+Clash"};
    try (ControlledApplication application = start(with(jdk, classPath), parts)) {
      application.execute("");
      application.execute("");
      Scrape scrape = application.process().scrape();
      assertTill(scrape, 4);
      assertScales(scrape, 2);
      assertThat(scrape.value("shop_clash_total{first=\"x\"}")).isEqualTo(2);
      assertThat(scrape.sum("shop_clash_total")).isEqualTo(4);
      assertThat(rejected(scrape, "metric")).isEqualTo(8);
      ProcessResult result = application.end();
      assertThat(result.agentLines())
          .filteredOn(line -> line.contains("shop_clash_total"))
          .singleElement()
          .asString()
          .contains("refused", "other labels");
      result.assertSameBeside(bare(jdk, classPath, 2, parts));
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountWithAnOlderApi(Jdk jdk) throws Exception {
    ApiCopies copies = new ApiCopies(directory);
    Path older = copies.api("older", ApiIT::older);
    String classPath = copies.application(older, "Till");
    try (ControlledApplication application = start(with(jdk, classPath), "Till", "+Till")) {
      application.execute("");
      assertTill(application.process().scrape(), 2);
      application.end().assertServedBeside(bare(jdk, classPath, 1, "Till", "+Till"));
    }
  }

  /** Before there were histograms, stages and boxes, and before handles kept what they found. */
  private static String older(String name, String source) {
    return switch (name) {
      case "Histogram", "StageTimer", "BoxNetwork" -> "";
      case "Heddle" ->
          source.substring(0, source.indexOf("  /**\n   * Registers a histogram")) + "}\n";
      case "Metric" -> source.replace(", Histogram {", " {");
      case "Counter", "Gauge" -> source.replace("  @Nullable Object dataPoint;\n", "");
      default -> source;
    };
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountWithANewerApi(Jdk jdk) throws Exception {
    ApiCopies copies = new ApiCopies(directory);
    Path newer = copies.api("newer", ApiIT::newer);
    String classPath = copies.application(newer, "Till", "Scales");
    try (ControlledApplication application = start(with(jdk, classPath), "Till", "Scales")) {
      application.execute("");
      Scrape scrape = application.process().scrape();
      assertTill(scrape, 1);
      assertScales(scrape, 1);
      application.end().assertServedBeside(bare(jdk, classPath, 1, "Till", "Scales"));
    }
  }

  /** With methods, a field, a constant and a class that this agent does not know. */
  private static String newer(String name, String source) {
    return switch (name) {
      case "Counter" ->
          more(source, "public void add(double count) {}\n  public void add(long n, String why) {}")
              .replace("public final class", "final class Meter {}\n\npublic final class");
      case "Metric" -> source.replace("final String help;", "final String help;\n  int unit;");
      case "MetricsBackend" -> more(source, "default void taskPaused(RunnerType runner) {}");
      case "AgentBackend" -> more(source, "@Override public void taskPaused(RunnerType runner) {}");
      case "RunnerType" -> source.replace("WASM(\"wasm\");", "WASM(\"wasm\"), VM(\"vm\");");
      default -> source;
    };
  }

  private static String more(String source, String member) {
    return source.substring(0, source.lastIndexOf('}')) + "  " + member + "\n}\n";
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @Tag("B21")
  @Tag("B22")
  @Tag("B23")
  @Tag("B24")
  void shouldHearOfTheNetworkAndOfStagesFromTheApplication(Jdk jdk) throws Exception {
    String classPath = new ApiCopies(directory).application(ApiCopies.JAR, "Stations");
    String rules =
        """
        rules:
          - { id: work, type: com.acme.api.Stations, method: work, family: orchestration }
          - { id: open, type: com.acme.api.Stations, method: open, stage: create, box: $1, labels: { runner: shop } }
        """;
    try (ControlledApplication application =
        start(with(jdk, classPath).config(rules), "Stations")) {
      assertThat(application.execute("")).isEqualTo("worked 1");
      Scrape scrape = application.process().scrape();
      assertStage(scrape, "plan", .02);
      assertStage(scrape, "act", .03);
      assertStage(scrape, "unattributed", .01);
      String whole = "heddle_orchestration_duration_seconds_sum{outcome=\"success\"}";
      assertThat(
              stageSum(scrape, "plan") + stageSum(scrape, "act") + stageSum(scrape, "unattributed"))
          .isCloseTo(scrape.value(whole), org.assertj.core.data.Offset.offset(.001));
      Json box = Json.parse(application.process().get("/api/boxes/station/metrics"));
      assertThat(box.get("network_bytes_sent").number()).isEqualTo(1001);
      assertThat(box.get("network_bytes_received").number()).isEqualTo(7);
      assertThat(box.get("network_tcp_connections").value()).isNull();
      assertThat(box.get("network_tcp_errors").value()).isNull();
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      ProcessResult result = application.end();
      result.assertSameBeside(bare(jdk, classPath, 1, "Stations"));
      // the application's own figures throw when they are looked at, and that is output
      assertThat(result.agentLines()).hasSizeBetween(1, 2);
      assertThat(result.agentLines().subList(1, result.agentLines().size()))
          .allSatisfy(
              line -> assertThat(line).contains("swallowed an error: $2.tcpConnections on"));
    }
  }

  private static void assertStage(Scrape scrape, String stage, double least) {
    String labels = "{of=\"orchestration\",stage=\"" + stage + "\"}";
    assertThat(scrape.value("heddle_stage_duration_seconds_count" + labels)).isEqualTo(1);
    assertThat(stageSum(scrape, stage)).isGreaterThanOrEqualTo(least);
  }

  private static double stageSum(Scrape scrape, String stage) {
    return scrape.value(
        "heddle_stage_duration_seconds_sum{of=\"orchestration\",stage=\"" + stage + "\"}");
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldRefuseNamesUnderAnotherPrefixWithOneWarning(Jdk jdk) throws Exception {
    String classPath = new ApiCopies(directory).application(ApiCopies.JAR, "Scales");
    JavaProcess.Builder builder = with(jdk, classPath).agent("exporter.port=0,prefix=shop");
    try (ControlledApplication application = start(builder, "Scales")) {
      application.execute("");
      application.execute("");
      Scrape scrape = application.process().scrape();
      assertThat(scrape.text()).doesNotContain("shop_basket_euros");
      assertThat(scrape.value("shop_self_rejected_observations_total{reason=\"metric\"}"))
          .isEqualTo(10);
      ProcessResult result = application.end();
      assertThat(result.agentLines())
          .filteredOn(line -> line.contains("shop_basket_euros"))
          .singleElement()
          .asString()
          .contains("refused", "names with shop_ are Heddle's own");
      result.assertSameBeside(bare(jdk, classPath, 2, "Scales"));
    }
  }

  /** What so many rounds of the part Till come to; vector 13: eight threads, not one lost. */
  private static void assertTill(Scrape scrape, int rounds) {
    assertThat(scrape.value("shop_orders_total{kind=\"book\"}")).isEqualTo(8000.0 * rounds);
    assertThat(scrape.value("shop_orders_total{kind=\"none\"}")).isEqualTo(5.0 * rounds);
    assertThat(scrape.value("shop_stock{kind=\"book\"}")).isEqualTo(4.5);
    assertThat(rejected(scrape, "labels")).isEqualTo(rounds);
    String subprocess = "{runner=\"subprocess\",name=\"none\"";
    assertThat(scrape.value("heddle_exec_completed_total" + subprocess + ",outcome=\"success\"}"))
        .isEqualTo(8000.0 * rounds);
    assertThat(
            scrape.value("heddle_exec_duration_seconds_sum" + subprocess + ",outcome=\"success\"}"))
        .isCloseTo(24.0 * rounds, org.assertj.core.data.Offset.offset(1e-6));
    String container = "{runner=\"container\",name=\"none\"";
    for (String outcome : List.of("success", "failure", "canceled", "timeout")) {
      String series = "heddle_exec_completed_total" + container + ",outcome=\"" + outcome + "\"}";
      assertThat(scrape.value(series)).as(series).isEqualTo(rounds);
    }
    for (String kind : List.of("tool_error", "canceled", "timeout")) {
      String series = "heddle_exec_errors_total" + container + ",error_type=\"" + kind + "\"}";
      assertThat(scrape.value(series)).as(series).isEqualTo(rounds);
    }
    for (String kind :
        List.of(
            "cgroup_prepare_failed",
            "backend_config_failed",
            "spawn_failed",
            "module_load_failed")) {
      String series = "heddle_runner_errors_total{runner=\"wasm\",error_type=\"" + kind + "\"}";
      assertThat(scrape.value(series)).as(series).isEqualTo(rounds);
    }
    assertThat(scrape.value("heddle_exec_in_flight{runner=\"wasm\",name=\"none\"}"))
        .isEqualTo(rounds);
    Laws.hold(scrape, "exec");
    assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
  }

  private static void assertScales(Scrape scrape, int rounds) {
    String bucket = "shop_basket_euros_bucket{kind=\"book\",le=\"";
    assertThat(scrape.value(bucket + "1.0\"}")).isEqualTo(3.0 * rounds);
    assertThat(scrape.value(bucket + "10.0\"}")).isEqualTo(4.0 * rounds);
    assertThat(scrape.value(bucket + "+Inf\"}")).isEqualTo(5.0 * rounds);
    assertThat(scrape.value("shop_basket_euros_count{kind=\"book\"}")).isEqualTo(5.0 * rounds);
    assertThat(scrape.value("shop_basket_euros_sum{kind=\"book\"}")).isEqualTo(104.5 * rounds);
    assertThat(scrape.text()).contains("# HELP shop_basket_euros Baskets.\n");
    assertThat(rejected(scrape, "value")).isPositive();
    String stage = "heddle_stage_duration_seconds_count{of=\"none\",stage=\"";
    assertThat(scrape.value(stage + "weigh\"}")).isEqualTo(rounds);
    // it did not succeed
    assertThat(scrape.value(stage + "pack\"}")).isZero();
  }

  private static double rejected(Scrape scrape, String reason) {
    return scrape.value("heddle_self_rejected_observations_total{reason=\"" + reason + "\"}");
  }

  private static JavaProcess.Builder with(Jdk jdk, String classPath) {
    return JavaProcess.with(jdk).classPath(classPath);
  }

  private static ControlledApplication start(JavaProcess.Builder builder, String... parts)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("com.acme.api.Shop"));
    command.addAll(List.of(parts));
    return ControlledApplication.start(builder, command.toArray(new String[0]));
  }

  /** The same without the agent. */
  private static ProcessResult bare(Jdk jdk, String classPath, int rounds, String... parts)
      throws Exception {
    try (ControlledApplication application = start(with(jdk, classPath).bare(), parts)) {
      for (int i = 0; i < rounds; i++) {
        application.execute("");
      }
      return application.end();
    }
  }

  private static String done(Jdk jdk, Object... arguments) throws Exception {
    ProcessResult result = Cli.on(jdk).run(arguments);
    assertThat(result.status()).as(result.toString()).isZero();
    return result.out();
  }

  private static String address(String output) {
    Matcher matcher = ADDRESS.matcher(output);
    assertThat(matcher.find()).as(output).isTrue();
    return matcher.group(1);
  }

  private static Scrape scrape(String address) throws IOException {
    return new Scrape(JavaProcess.get(address, "/metrics", "text/plain"));
  }
}
