package io.heddle.it.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The first class that a rule matches, and the first child, with and without a preparation. */
class FirstUseIT {
  private static final String RULE =
      "rules: [ { id: step, type: com.acme.lifecycle.Step, method: getAsInt } ]\n";
  private static final String WEAVING = "io.heddle.shaded.bytebuddy.";
  private static final String ASM = WEAVING + "jar.asm.";

  @TempDir private Path directory = Path.of("");

  static Stream<Arguments> cases() throws IOException {
    return Jdk.all().stream()
        .flatMap(jdk -> Stream.of(Arguments.of(jdk, "prepared"), Arguments.of(jdk, "once")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldCountFromTheFirstCallAndTheFirstChild(Jdk jdk, String when) throws Exception {
    try (JavaProcess app = start(jdk, RULE, when)) {
      app.awaitOutput("sum 2 exit 0");
      Scrape scrape = app.scrape();
      assertThat(scrape.sum("heddle_call_started_total")).isEqualTo(2);
      assertThat(scrape.sum("heddle_call_completed_total")).isEqualTo(2);
      assertThat(scrape.sum("heddle_exec_started_total")).isEqualTo(1);
      assertThat(scrape.sum("heddle_exec_completed_total")).isEqualTo(1);
      assertThat(scrape.sum("heddle_self_advice_errors_total")).isZero();
      app.stdin().close();
      assertThat(app.exit()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldHaveLoadedAllOfTheWeaverBeforeTheFirstClass(Jdk jdk) throws Exception {
    List<String> loaded = loaded(jdk, RULE);
    // a class is in the log once it is woven
    int begin = loaded.indexOf("com.acme.lifecycle.FirstUseApp$Begin");
    int end = loaded.indexOf("com.acme.lifecycle.Step");
    assertThat(begin).isBetween(1, end);
    assertThat(loaded.subList(0, begin)).anyMatch(name -> name.startsWith(WEAVING));
    assertThat(loaded.subList(begin, end)).noneMatch(name -> name.startsWith(WEAVING));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLoadNothingOfTheWeaverWithoutARule(Jdk jdk) throws Exception {
    List<String> loaded = loaded(jdk, "exporter: { port: 0 }\npacks: [ ]\n");
    assertThat(loaded).contains("com.acme.lifecycle.Step");
    assertThat(loaded).noneMatch(name -> name.startsWith(WEAVING));
  }

  /** Neither Byte Buddy nor the YAML parser, but for ASM: these would be most of the wait. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldStartTheFirstChildWithAsmAlone(Jdk jdk) throws Exception {
    Path log = directory.resolve("loaded.log");
    try (JavaProcess app =
        JavaProcess.with(jdk)
            .jvm("-Xlog:class+load:file=" + log)
            .run("com.acme.lifecycle.FirstUseApp", "once")
            .start()) {
      app.awaitOutput("sum 2 exit 0");
      assertCounted(app.scrape(), 0);
      app.stdin().close();
      assertThat(app.exit()).isZero();
    }
    List<String> loaded = names(log);
    assertThat(loaded).anyMatch(name -> name.startsWith(ASM));
    assertThat(loaded).noneMatch(name -> name.startsWith(WEAVING) && !name.startsWith(ASM));
    assertThat(loaded).noneMatch(name -> name.startsWith("io.heddle.shaded.snakeyaml."));
  }

  /** The JVM verifies the classes of the JDK too if it is told to, and so what is woven there. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldWeaveWhatTheJvmVerifies(Jdk jdk) throws Exception {
    try (JavaProcess app =
        start(
            jdk,
            RULE,
            "once",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+BytecodeVerificationLocal")) {
      app.awaitOutput("sum 2 exit 0");
      assertCounted(app.scrape(), 2);
      app.stdin().close();
      assertThat(app.exit()).isZero();
    }
  }

  /** With a rule of the user's on a class of child processes Byte Buddy weaves that class. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountTheChildBesideARuleOnItsClass(Jdk jdk) throws Exception {
    String rules = "rules: [ { id: start, type: java.lang.ProcessBuilder, method: start() } ]\n";
    try (JavaProcess app = start(jdk, rules, "once")) {
      app.awaitOutput("sum 2 exit 0");
      assertCounted(app.scrape(), 1);
      app.stdin().close();
      assertThat(app.exit()).isZero();
    }
  }

  /** A rule for subtypes asks for parents, those of the class that is just loading too. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldKnowTheProgramBesideARuleForSubtypes(Jdk jdk) throws Exception {
    String rules =
        "rules: [ { id: any, type: com.acme.Nobody, subtypes: true, method: nothing } ]\n";
    try (JavaProcess app = start(jdk, rules, "once")) {
      app.awaitOutput("sum 2 exit 0");
      Scrape scrape = app.scrape();
      assertCounted(scrape, 0);
      assertThat(scrape.values().keySet()).noneMatch(series -> series.contains("unknown"));
      app.stdin().close();
      assertThat(app.exit()).isZero();
    }
  }

  private static void assertCounted(Scrape scrape, int calls) {
    assertThat(scrape.sum("heddle_call_completed_total")).isEqualTo(calls);
    assertThat(scrape.sum("heddle_exec_started_total")).isEqualTo(1);
    assertThat(scrape.sum("heddle_exec_completed_total")).isEqualTo(1);
    assertThat(scrape.sum("heddle_self_advice_errors_total")).isZero();
  }

  /** Weaving must not start the security providers: the application may register its own first. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldNotAskForAMessageDigest(Jdk jdk) throws Exception {
    assertThat(loaded(jdk, RULE)).doesNotContain("java.security.MessageDigest");
  }

  private JavaProcess start(Jdk jdk, String config, String when, String... options)
      throws Exception {
    return JavaProcess.with(jdk)
        .config(config)
        .jvm(options)
        .run("com.acme.lifecycle.FirstUseApp", when)
        .start();
  }

  /** Returns the names of the classes that a run loads, in the order of loading. */
  private List<String> loaded(Jdk jdk, String config) throws Exception {
    Path log = directory.resolve("loaded.log");
    try (JavaProcess app = start(jdk, config, "prepared", "-Xlog:class+load:file=" + log)) {
      app.awaitOutput("sum 2 exit 0");
      app.stdin().close();
      assertThat(app.exit()).isZero();
    }
    return names(log);
  }

  private static List<String> names(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains(" source: "))
          .map(line -> line.replaceFirst(".*\\] (\\S+) source: .*", "$1"))
          .toList();
    }
  }
}
