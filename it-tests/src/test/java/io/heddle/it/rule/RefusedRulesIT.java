package io.heddle.it.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no rule may measure: refused at the start where the file shows it, else named and left. */
class RefusedRulesIT {
  @TempDir Path directory;

  static Stream<Arguments> refused() throws Exception {
    String[][] cases = {
      {"type: com.acme.rule.Shapes, method: <init>", "<init>"},
      {"type: com.acme.rule.Shapes, method: <clinit>", "<clinit>"},
      {"type: com.acme.rule.Shapes, method: \"<init>(int)\"", "<init>"},
      {"type: java.lang.Object", "java.lang.Object"},
      {"type: java.lang.Object, subtypes: true", "java.lang.Object"},
      {"type: java.lang.invoke.MethodHandle", "java.lang.invoke"},
      {"type: \"java.lang.invoke.**\"", "java.lang.invoke"},
      {"type: \"io.heddle.**\"", "does not measure itself"},
      {"type: io.heddle.agent.Agent", "does not measure itself"},
      {"type: \"java.heddle.**\"", "does not measure itself"}
    };
    return Jdk.all().stream()
        .flatMap(jdk -> Stream.of(cases).map(one -> Arguments.of(jdk, one[0], one[1])));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void shouldStayOffAndSayWhy(Jdk jdk, String rule, String why) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("refused.yaml"), "rules:\n  - { id: wrong, " + rule + " }\n");
    String line =
        hello(jdk).agent("exporter.port=0,config=" + file).runToEnd().assertOffBeside(bare(jdk));
    assertThat(line).contains(file + ":2:").contains(why);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldNameWhatOnlyTheClassShows(Jdk jdk) throws Exception {
    String config =
        """
        packs: []
        rules:
          - { id: abstract, type: com.acme.rule.Shapes$Round, method: radius }
          - { id: interface, type: com.acme.rule.Shapes$Shape, method: area }
          - { id: started, type: com.acme.rule.Shapes$Shape, subtypes: true, method: area }
          - { id: native, type: java.lang.Runtime, method: freeMemory }
          - { id: hot, type: java.lang.ThreadLocal, method: get }
          - { id: all, type: "com.acme.rule.Shapes$*", family: phase }
          - { id: own, type: "**.heddle.**", family: message }
          - { id: runtime, type: java.lang.Runtime, family: agent }
          - { id: locals, type: "java.lang.ThreadLocal*", method: get, family: agent }
        """;
    try (JavaProcess process =
        JavaProcess.with(jdk).config(config).run("com.acme.rule.ShapesApp").start()) {
      Scrape scrape = process.awaitOutput("ready: shapes").scrape();
      named(process, "abstract", "abstract: name its implementations, or subtypes");
      named(process, "interface", "abstract: name its implementations, or subtypes");
      // the abstract method that subtypes starts from is no error
      assertThat(RuleStatus.of(process, "started").failed()).isZero();
      assertThat(RuleStatus.of(process, "started").woven()).isPositive();
      named(process, "native", "native: it has no bytecode");
      named(process, "hot", "woven code itself runs on it");
      // no constructor, and no class of Heddle's
      assertThat(RuleStatus.of(process, "all").woven()).isPositive();
      assertThat(RuleStatus.of(process, "all").json()).doesNotContain("<init>");
      // what a glob meets and nobody can weave is no failure, and one of each kind is named
      leftOut(process, "all", "abstract: name its implementations, or subtypes");
      leftOut(process, "runtime", "native: it has no bytecode");
      leftOut(process, "locals", "woven code itself runs on it");
      assertThat(RuleStatus.of(process, "runtime").woven()).isPositive();
      assertThat(RuleStatus.of(process, "own").woven()).isZero();
      assertThat(RuleStatus.of(process, "own").json())
          .contains(
              "{\"class\":\"io.heddle.**\",\"method\":\"\","
                  + "\"reason\":\"no glob weaves the classes of this package\"}");
      assertThat(RuleStatus.of(process, "all").json()).doesNotContain("no glob");
      assertThat(scrape.sum("heddle_message_started_total")).isZero();
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      Laws.hold(scrape, "call");
    }
  }

  private static void named(JavaProcess process, String id, String reason) throws Exception {
    RuleStatus rule = RuleStatus.of(process, id);
    assertThat(rule.json()).contains("\"reason\":\"" + reason + "\"");
    assertThat(rule.woven()).as(id).isZero();
    assertThat(rule.failed()).as("%s cannot be a target, which is no failure", id).isZero();
  }

  private static void leftOut(JavaProcess process, String id, String reason) throws Exception {
    RuleStatus rule = RuleStatus.of(process, id);
    assertThat(rule.failed()).as(rule.json()).isZero();
    assertThat(rule.json()).containsOnlyOnce("\"reason\":\"" + reason + "\"");
  }

  private static JavaProcess.Builder hello(Jdk jdk) {
    return JavaProcess.with(jdk).run("com.acme.harness.HelloApp");
  }

  private static ProcessResult bare(Jdk jdk) throws Exception {
    return hello(jdk).bare().runToEnd();
  }
}
