package io.heddle.it.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ManyClasses;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More threads and methods than the limits have room for: nothing is lost, nothing grows. */
class ManyMethodsIT {
  private static final int THREADS = 500;
  private static final int ROUNDS = 3;
  private static final int ALL = ManyClasses.CLASSES * ManyClasses.METHODS;
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;
  // one owned copy of every cell takes about 250 MiB; [J and [[J are of the JDK too, a little
  private static final String CELLS =
      "java\\.heddle\\.registry\\.family\\.(Cells|BucketCounts)|\\[Ljava\\.heddle\\.registry\\.family\\.Cells;|\\[\\[?J";

  @TempDir static Path made;

  @BeforeAll
  static void makeClasses() throws IOException {
    ManyClasses.compileInto(made);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldStayWithinTheDefaultOfCells(Jdk jdk) throws Exception {
    assertExactWithin(jdk, "", 8 * MIB);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldStayWithinFewCells(Jdk jdk) throws Exception {
    // one copy of its cells is what a series cannot do without, be the limit what it may
    assertExactWithin(jdk, "limits: { cells: 3MiB }\n", 3 * MIB + ALL * KIB);
  }

  private static void assertExactWithin(Jdk jdk, String limits, long bytes) throws Exception {
    String rules =
        "packs: []\ngovernor: { budget: off }\n"
            + limits
            + "rules: [ { id: many, type: com.acme.many.*, method: m* } ]\n";
    try (JavaProcess process = application(jdk).config(rules).jvm("-Xmx64m").start()) {
      Scrape scrape = process.awaitOutput("ready: called").scrape();
      assertCounted(scrape, ALL);
      long held = held(jdk, process);
      assertThat(held).isBetween(MIB / 2, bytes);
      assertThat(scrape.value("heddle_self_cell_bytes"))
          .isCloseTo((double) held, withinPercentage(5));
      process.writeLine("");
      // what the threads owned is folded when they end
      assertCounted(process.awaitOutput("ready: ended").scrape(), ALL);
      assertThat(held(jdk, process)).isLessThan(bytes);
      process.writeLine("");
      process.awaitResult().assertServedBeside(bare(jdk));
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLeaveAndNameWhatIsBeyondTheLimitOfWovenMethods(Jdk jdk) throws Exception {
    String rules =
        """
        packs: []
        limits: { wovenMethods: 150 }
        rules: [ { id: many, type: com.acme.many.*, method: m* } ]
        """;
    try (JavaProcess process = application(jdk).config(rules).start()) {
      Scrape scrape = process.awaitOutput("ready: called").scrape();
      assertCounted(scrape, 150);
      assertThat(scrape.value("heddle_self_woven_methods{rule=\"many\"}")).isEqualTo(150);
      RuleStatus rule = RuleStatus.of(process, "many");
      assertThat(rule.number("received")).isEqualTo(ManyClasses.CLASSES);
      assertThat(rule.number("matched")).isEqualTo(ALL);
      assertThat(rule.woven()).isEqualTo(150);
      assertThat(rule.number("firing")).isEqualTo(150);
      assertThat(rule.failed()).isEqualTo(ALL - 150);
      assertThat(rule.json())
          .contains(
              "{\"class\":\"com.acme.many.Many1\",\"method\":\"m99(int)\","
                  + "\"reason\":\"limits.wovenMethods is 150\"}");
      process.writeLine("");
      process.awaitOutput("ready: ended").writeLine("");
      process.awaitResult().assertServedBeside(bare(jdk));
    }
  }

  private static JavaProcess.Builder application(Jdk jdk) {
    return JavaProcess.with(jdk)
        .run("com.acme.count.ManyApp", made.toString())
        .run("" + ManyClasses.CLASSES, "" + THREADS, "" + ROUNDS);
  }

  private static ProcessResult bare(Jdk jdk) throws Exception {
    try (JavaProcess process = application(jdk).bare().start()) {
      process.awaitOutput("ready: called").writeLine("");
      process.awaitOutput("ready: ended").writeLine("");
      return process.awaitResult();
    }
  }

  /** So many methods have a series, each with every call. */
  private static void assertCounted(Scrape scrape, int methods) {
    int seen = 0;
    for (Map.Entry<String, Double> entry : scrape.values().entrySet()) {
      boolean completed = entry.getKey().startsWith("heddle_call_completed_total{");
      if (completed && !entry.getKey().contains("outcome=\"success\"")) {
        // what could have happened to a woven method and did not
        assertThat(entry.getValue()).as(entry.getKey()).isZero();
      } else if (completed || entry.getKey().startsWith("heddle_call_started_total{")) {
        assertThat(entry.getValue()).as(entry.getKey()).isEqualTo(THREADS * ROUNDS);
        seen += completed ? 1 : 0;
      }
    }
    assertThat(seen).isEqualTo(methods);
    Laws.hold(scrape, "call");
    assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
  }

  /** Live bytes of everything that cells are made of, as the JVM counts them. */
  private static long held(Jdk jdk, JavaProcess process) throws Exception {
    ProcessResult histogram =
        ProcessResult.of(jdk.tool("jcmd"), "" + process.pid(), "GC.class_histogram");
    assertThat(histogram.status()).as(histogram.err()).isZero();
    long bytes = 0;
    for (String line : histogram.out().lines().toList()) {
      String[] columns = line.trim().split("\\s+", -1);
      if (columns.length >= 4 && columns[3].matches(CELLS)) {
        bytes += Long.parseLong(columns[2]);
      }
    }
    return bytes;
  }
}
