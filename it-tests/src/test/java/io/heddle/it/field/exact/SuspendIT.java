package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.field.Sources;
import io.heddle.it.field.suite.Fetched;
import io.heddle.it.harness.Await;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A suspend function of Kotlin is one run, from its call to its real end. */
class SuspendIT {
  private static final String CASE = "com.acme.suspend.SuspendAppKt";
  private static final String SHAPES = "com.acme.suspend.ShapesAppKt";
  private static final String ALL =
      """
      families:
        named: { help: Calls by name, labels: [ name ] }
      rules:
        - { id: all, type: "com.acme.suspend.**", method: "*" }
        - { id: named, type: com.acme.suspend.Shop, method: labelled, family: named, labels: { name: $1 },
            outcome: { failure: $return == false } }
        - { id: outer, type: com.acme.suspend.Rec, method: outer, family: job, outermost: true }
        - { id: listed, type: com.acme.suspend.Shop, method: forever, family: tool, labels: { tool: forever } }
      """;

  /** Runs that end well, by class and method. */
  private static final Map<String, Integer> WELL =
      Map.ofEntries(
          Map.entry("Shop.load", 4),
          Map.entry("Store$DefaultImpls.load", 4),
          Map.entry("Shop.plain", 2),
          Map.entry("Shop.price", 20),
          Map.entry("Mall.price", 2),
          Map.entry("Shop.deep", 12),
          Map.entry("Shop.deepTail", 23),
          Map.entry("Shop.nap", 16),
          Map.entry("Shop.bridge", 2),
          Map.entry("Shop.atOnce", 5),
          Map.entry("Shop.elsewhere", 3),
          Map.entry("Shop.fan", 2),
          Map.entry("Shop.supervised", 2),
          Map.entry("Shop.unit", 2),
          Map.entry("Shop.caught", 2),
          Map.entry("Shop.cached", 22),
          Map.entry("Shop.hidden", 2),
          Map.entry("Shop.callsHidden", 2),
          Map.entry("Shop.labelled", 5),
          Map.entry("Shop.sum", 1),
          Map.entry("Shop$sum$2.emit", 3),
          Map.entry("Shop$Companion.shared", 2),
          Map.entry("Shop$Companion.stat", 2),
          Map.entry("ShapesAppKt.twice", 2),
          Map.entry("ShapesAppKt.top", 4),
          Map.entry("ShapesAppKt.usesInline", 2),
          Map.entry("Rec.outer", 6));

  @TempDir static Path classes;
  private static String libraries = "";

  @BeforeAll
  static void compile() throws Exception {
    Fetched kotlin = Fetched.from("tools/kotlin");
    libraries =
        String.join(
            File.pathSeparator,
            kotlin.jar("kotlin-stdlib-", ".jar").toString(),
            kotlin.jar("kotlinx-coroutines-core-jvm-", ".jar").toString());
    List<String> command =
        new ArrayList<>(
            List.of(
                Jdk.current().java().toString(),
                "-XX:TieredStopAtLevel=1", // it runs once: 14 s of processor time instead of 20
                "-cp",
                kotlin.directory() + "/*",
                "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
                "-nowarn",
                "-no-stdlib",
                "-no-reflect",
                "-cp",
                libraries,
                "-d",
                classes.toString()));
    try (Stream<Path> sources = Files.list(Sources.of("suspend"))) {
      sources.forEach(source -> command.add(source.toString()));
    }
    Process compiler = new ProcessBuilder(command).inheritIO().start();
    assertThat(compiler.waitFor()).as("kotlinc").isZero();
    String classPath = classes + File.pathSeparator + libraries;
    Sources.compile("suspend", "", classPath, classes);
  }

  private static JavaProcess.Builder application(Jdk jdk, String... command) {
    return JavaProcess.with(jdk).classPath(classes + File.pathSeparator + libraries).run(command);
  }

  private static double completed(Scrape scrape, String type, String method, String outcome) {
    return scrape.value(
        "heddle_call_completed_total{rule=\"all\",class=\"com.acme.suspend.%s\",method=\"%s\",outcome=\"%s\"}"
            .formatted(type, method, outcome));
  }

  private static double seconds(Scrape scrape, String type, String method, String outcome) {
    return scrape.value(
        "heddle_call_duration_seconds_sum{rule=\"all\",class=\"com.acme.suspend.%s\",method=\"%s\",outcome=\"%s\"}"
            .formatted(type, method, outcome));
  }

  private static void assertNoErrors(Scrape scrape) {
    assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    List.of("call", "named", "job", "tool").forEach(family -> Laws.hold(scrape, family));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountAFunctionFromItsCallToItsRealEnd(Jdk jdk) throws Exception {
    String rules =
        """
        rules:
          - { id: all, type: com.acme.suspend.Svc, method: "*" }
          - { id: greet, type: com.acme.suspend.Greeter, subtypes: true, method: greet }
        """;
    try (JavaProcess process = application(jdk, CASE).config(rules).start()) {
      Scrape scrape = process.awaitOutput("ready").scrape();
      assertThat(completed(scrape, "Svc", "fetch", "success")).isEqualTo(6);
      assertThat(seconds(scrape, "Svc", "fetch", "success")).isBetween(1.8, 6.0);
      assertThat(completed(scrape, "Svc", "tail", "success")).isEqualTo(2);
      assertThat(seconds(scrape, "Svc", "tail", "success")).isBetween(0.6, 3.0);
      assertThat(completed(scrape, "Svc", "broken", "failure")).isEqualTo(3);
      assertThat(completed(scrape, "Svc", "tooSlow", "timeout")).isEqualTo(2);
      assertThat(completed(scrape, "Svc", "blockingTimeout", "timeout")).isEqualTo(1);
      assertThat(completed(scrape, "Svc", "noSuspend", "success")).isEqualTo(1);
      assertThat(completed(scrape, "Svc", "renders a page", "success")).isEqualTo(1);
      assertThat(scrape.sum("heddle_call_started_total")).isEqualTo(22);
      assertThat(scrape.sum("heddle_call_in_flight")).isZero();
      assertThat(
              scrape.value(
                  "heddle_call_started_total{rule=\"greet\",class=\"com.acme.suspend.Polite\",method=\"greet\"}"))
          .isEqualTo(5);
      assertNoErrors(scrape);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldFollowEveryShapeOfAFunction(Jdk jdk) throws Exception {
    try (JavaProcess process = application(jdk, SHAPES).config(ALL).start()) {
      process.awaitOutput("ready");
      assertShapes(process);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldFollowEveryShapeWhereTheLibraryLooksForStacks(Jdk jdk) throws Exception {
    // its debug mode wraps continuations and copies exceptions; it does so where assertions are on
    try (JavaProcess process =
        application(jdk, SHAPES)
            .jvm("-ea", "-Dkotlinx.coroutines.debug=on")
            .agent("exporter.port=0,packs=quartz") // no choice of packs may take the ends away
            .config(ALL)
            .start()) {
      process.awaitOutput("ready");
      assertShapes(process);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldFollowEveryShapeWhereTheLibraryIsInUseAlready(Jdk jdk) throws Exception {
    try (JavaProcess process = application(jdk, SHAPES, "wait").bare().start()) {
      process.awaitOutput("waits");
      Path config = Files.writeString(classes.resolve("late.yaml"), ALL);
      long pid = process.pid();
      assertThat(Cli.on(jdk).run("attach", pid, "exporter.port=0", "config=" + config).status())
          .isZero();
      process.writeLine("go");
      process.awaitOutput("ready");
      assertShapes(process);
      assertThat(Cli.on(jdk).run("detach", pid).status()).isZero();
      process.writeLine("end");
      assertThat(process.exit()).isZero();
    }
  }

  private static void assertShapes(JavaProcess process) throws Exception {
    Predicate<Scrape> ended =
        scrape ->
            completed(scrape, "Shop", "lost", "canceled") == 1
                && completed(scrape, "Shop", "lostWithState", "canceled") == 1;
    Scrape scrape =
        Await.until(
            () -> {
              process.writeLine("collect");
              return process.scrape();
            },
            ended);
    assertThat(process.stdout()).contains("numbers 10 1");
    WELL.forEach(
        (method, runs) -> {
          int dot = method.indexOf('.');
          String type = method.substring(0, dot);
          assertThat(completed(scrape, type, method.substring(dot + 1), "success"))
              .as(method)
              .isEqualTo(runs.doubleValue());
        });
    assertThat(completed(scrape, "Shop", "bridge", "failure")).isEqualTo(3 + 2);
    assertThat(completed(scrape, "Shop", "nothing", "failure")).isEqualTo(2 + 2 + 3);
    assertThat(completed(scrape, "Shop", "tailNothing", "failure")).isEqualTo(2);
    assertThat(completed(scrape, "Shop", "forever", "timeout")).isEqualTo(2);
    assertThat(completed(scrape, "Shop", "forever", "canceled")).isEqualTo(1);
    assertThat(scrape.text()).doesNotContain("method=\"invokeSuspend\"");
    assertThat(seconds(scrape, "Shop", "nap", "success")).isGreaterThan(16 * 0.005);
    assertThat(scrape.value("heddle_named_completed_total{name=\"good\",outcome=\"success\"}"))
        .isEqualTo(2);
    assertThat(scrape.value("heddle_named_completed_total{name=\"bad\",outcome=\"failure\"}"))
        .isEqualTo(3);
    assertThat(scrape.sum("heddle_job_started_total")).isEqualTo(1);
    assertThat(scrape.sum("heddle_tool_completed_total")).isEqualTo(3);
    assertNoErrors(scrape);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldSayWhyAFunctionIsLeftOut(Jdk jdk) throws Exception {
    String rules =
        """
        rules:
          - { id: staged, type: com.acme.suspend.Svc, method: fetch, stage: fetching }
          - { id: counted, type: com.acme.suspend.Svc, method: fetch }
        """;
    try (JavaProcess process = application(jdk, CASE).config(rules).start()) {
      Scrape scrape = process.awaitOutput("ready").scrape();
      assertThat(RuleStatus.of(process, "staged").json())
          .contains("\"woven\":0", "\"failed\":1", "a stage or a gauge is of a call that returns");
      assertThat(scrape.sum("heddle_call_started_total")).isEqualTo(6);
      assertNoErrors(scrape);
    }
  }
}
