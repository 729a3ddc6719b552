package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heddle.it.field.Sources;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.ShellLinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Heddle's own loading and weaving costs the thread of a run is no part of the run: the
 * application says how long each took by its own clock, with the agent and without.
 */
@Tag("alone")
class OwnWorkIT {
  /** Of what the agent costs the application's clock, what may be left in a run. */
  private static final double LEFT = 0.25;

  /** What a busy machine adds to anything. */
  private static final double NOISE_SECONDS = 0.05;

  /** Of each part of the application, and of each class; the parts are A to J. */
  private static final int CLASSES = 12;

  private static final int METHODS = 15;

  private static final String RULES =
      """
      packs: []
      families:
        later: { help: Later, labels: [ c ] }
        wide: { help: Wide, labels: [ ], buckets: [ 1 ] }
      rules:
        - { id: plain, type: "com.acme.own.FirstLoadApp$Stages", method: plain }
        - { id: listed, type: "com.acme.own.FirstLoadApp$Stages", method: listed, family: job, labels: { name: listed } }
        - { id: labeled, type: "com.acme.own.FirstLoadApp$Stages", method: labeled, family: tool, labels: { tool: $1 } }
        - { id: failing, type: "com.acme.own.FirstLoadApp$Stages", method: failing }
        - { id: outer, type: "com.acme.own.FirstLoadApp$Stages", method: outer }
        - { id: inner, type: "com.acme.own.FirstLoadApp$Stages", method: inner }
        - { id: later, type: "com.acme.own.FirstLoadApp$Stages", method: later, family: later, labels: { c: $class } }
        - { id: threaded, type: "com.acme.own.FirstLoadApp$Stages", method: threaded }
        - { id: box, type: "com.acme.own.FirstLoadApp$Stages", method: create, stage: create, box: $return, labels: { runner: vm } }
        - { id: image, type: "com.acme.own.FirstLoadApp$Stages", method: prepare, stage: image_prepare }
        - { id: parts, type: "com.acme.own.part.**", method: "*", family: wide }
      """;

  @TempDir Path classes;

  private void compile() throws IOException {
    StringBuilder methods = new StringBuilder();
    for (int i = 0; i < METHODS; i++) {
      methods.append("public int m%d(int a) { return a * %d; } ".formatted(i, i));
    }
    Path sources = Files.createDirectories(classes.resolve("sources"));
    List<String> javac = new ArrayList<>(List.of("--release", "17", "-d", classes.toString()));
    for (char part = 'A'; part <= 'J'; part++) {
      StringBuilder all = new StringBuilder("package com.acme.own.part;\n");
      all.append("public class Part%s {%n".formatted(part));
      for (int i = 0; i < CLASSES; i++) {
        all.append(
                "public static class C%d implements Runnable { public void run() {} ".formatted(i))
            .append(methods)
            .append("}\n");
      }
      Path source = sources.resolve("Part" + part + ".java");
      javac.add(Files.writeString(source, all.append("}\n")).toString());
    }
    String[] command = javac.toArray(new String[0]);
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, command)).isZero();
    Sources.compile("own", "", classes.toString(), classes);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldBeTakenOffWhateverKindOfRunItLiesIn(Jdk jdk) throws Exception {
    compile();
    String bare;
    try (JavaProcess process = application(jdk).bare().start()) {
      bare = process.awaitOutput("ready").stdout();
    }
    try (JavaProcess process = application(jdk).config(RULES).start()) {
      String woven = process.awaitOutput("ready").stdout();
      Scrape scrape = process.scrape();
      assertThat(scrape.sum("heddle_wide_started_total")).isEqualTo(CLASSES * 10);
      assertOwn(sum(scrape, "call", "rule=\"plain\""), "plain", bare, woven);
      assertOwn(sum(scrape, "call", "rule=\"failing\""), "failing", bare, woven);
      assertOwn(sum(scrape, "call", "rule=\"outer\""), "outer", bare, woven);
      assertThat(sum(scrape, "call", "rule=\"inner\""))
          .isLessThan(sum(scrape, "call", "rule=\"outer\""));
      assertOwn(sum(scrape, "call", "rule=\"threaded\""), "threaded", bare, woven);
      assertOwn(sum(scrape, "job", "listed"), "listed", bare, woven);
      assertOwn(sum(scrape, "tool", "search"), "labeled", bare, woven);
      assertOwn(sum(scrape, "later", ""), "later", bare, woven);
      assertThat(sum(scrape, "later", "")).as("it did take that long").isGreaterThan(0.05);
      assertBox(process, bare, woven);
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      for (String family : new String[] {"call", "job", "tool", "later", "wide"}) {
        Laws.hold(scrape, family);
      }
    }
  }

  private static void assertBox(JavaProcess process, String bare, String woven) throws IOException {
    Json box = Json.parse(process.get("/api/boxes")).get("boxes").list().get(0);
    Json timing =
        Json.parse(process.get("/api/boxes/" + box.get("id").value() + "/metrics"))
            .get("boot_timing");
    double total = timing.get("total_create_duration_ms").number() / 1000;
    assertOwn(total, "box", bare, woven);
    double image = timing.get("stage_image_prepare_ms").number() / 1000;
    double rest = timing.get("stage_unattributed_ms").number() / 1000;
    assertThat(image + rest).isCloseTo(total, within(0.002));
  }

  private JavaProcess.Builder application(Jdk jdk) {
    return JavaProcess.with(jdk).classPath(classes.toString()).run("com.acme.own.FirstLoadApp");
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldBeTakenOffTheFirstInstanceOfWasm(Jdk jdk) throws Exception {
    Application application = Application.of("com.acme.field.exact.FirstRunsApp", "wasm");
    String bare = bare(jdk, application);
    try (JavaProcess process = application.start(JavaProcess.with(jdk))) {
      process.awaitOutput("ready: first");
      String wasm = "phase=\"wasm_instantiate\"";
      double first = sum(process.scrape(), "phase", wasm);
      process.writeLine("");
      String woven = process.awaitOutput("ready: second").stdout();
      double second = sum(process.scrape(), "phase", wasm) - first;
      assertOwn(first, "first", bare, woven);
      assertOwn(second, "second", bare, woven);
      Json box = Json.parse(process.get("/api/boxes")).get("boxes").list().get(0);
      String path = "/api/boxes/" + box.get("id").value() + "/metrics";
      Json timing = Json.parse(process.get(path)).get("boot_timing");
      assertOwn(timing.get("total_create_duration_ms").number() / 1000, "first", bare, woven);
      assertThat(process.scrape().value("heddle_self_advice_errors_total")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldBeTakenOffTheFirstChild(Jdk jdk) throws Exception {
    try (ShellLinks programs = ShellLinks.withNames("one", "two")) {
      String one = programs.path("one").toString();
      String two = programs.path("two").toString();
      Application application =
          Application.of("com.acme.field.exact.FirstRunsApp", "process", one, two);
      String bare = bare(jdk, application);
      try (JavaProcess process = application.start(JavaProcess.with(jdk))) {
        process.awaitOutput("ready: first").writeLine("");
        String woven = process.awaitOutput("ready: second").stdout();
        Scrape scrape = process.scrape();
        assertOwn(sum(scrape, "exec", "name=\"one\""), "first", bare, woven);
        assertOwn(sum(scrape, "exec", "name=\"two\""), "second", bare, woven);
        assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      }
    }
  }

  private static String bare(Jdk jdk, Application application) throws Exception {
    try (JavaProcess process = application.start(JavaProcess.with(jdk).bare())) {
      process.awaitOutput("ready: first").writeLine("");
      return process.awaitOutput("ready: second").stdout();
    }
  }

  private static double sum(Scrape scrape, String family, String labels) {
    double[] sum = new double[1];
    String name = "heddle_" + family + "_duration_seconds_sum";
    scrape
        .values()
        .forEach(
            (series, value) ->
                sum[0] += series.startsWith(name) && series.contains(labels) ? value : 0);
    return sum[0];
  }

  /** A run took what it takes without the agent, and a small part of what that costs. */
  private static void assertOwn(double seconds, String what, String bare, String woven) {
    double without = took(bare, what);
    double with = took(woven, what);
    double most = without + LEFT * Math.max(0, with - without) + NOISE_SECONDS;
    System.out.printf("%s: %.3f, without %.3f, with %.3f%n", what, seconds, without, with);
    assertThat(seconds)
        .as("%s takes %.3f s without the agent and %.3f with it", what, without, with)
        .isPositive()
        .isLessThan(most);
  }

  private static double took(String out, String what) {
    Matcher line = Pattern.compile("^" + what + " took (\\d+)$", Pattern.MULTILINE).matcher(out);
    assertThat(line.find()).as(what).isTrue();
    return Long.parseLong(line.group(1)) / 1e9;
  }
}
