package io.heddle.it.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be woven is left as it was, counted and named; all else is woven and counted. */
class UnweavableIT {
  private static final String ROOM = "com.acme.made.";
  private static final String[] UNLOADABLE = {"Future", "Text", "Cut", "Pool"};
  private static final Map<String, String> REASONS =
      new TreeMap<>(
          Map.of(
              "Future", "unknown class-file version 99",
              "Text", "bad bytes: not a class file",
              "Cut", "bad bytes: the class file is damaged",
              "Pool", "bad bytes: the class file is damaged",
              "Hidden", "its loader hides the boot classes"));

  @TempDir static Path made;

  @BeforeAll
  static void makeClasses() throws IOException {
    UnweavableClasses.writeTo(made);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLeaveAndNameWhatRulesNameExactly(Jdk jdk) throws Exception {
    StringBuilder rules = new StringBuilder("packs: []\nrules:\n");
    for (String name : new String[] {"Big", "Good", "Hidden", "Future", "Text", "Cut", "Pool"}) {
      rules.append("  - { id: ").append(name).append(", type: ").append(ROOM).append(name);
      rules.append(" }\n");
    }
    try (JavaProcess process = start(jdk, rules.toString())) {
      Scrape scrape = process.awaitOutput("ready: used").scrape();
      for (String name : UNLOADABLE) {
        assertCounts(RuleStatus.of(process, name), 1, 0, 0, 1);
        assertThat(scrape.text()).doesNotContain("rule=\"" + name + "\"");
      }
      // by the loader that hides and by the one that does not
      assertCounts(RuleStatus.of(process, "Hidden"), 2, 3, 3, 1);
      assertCounts(RuleStatus.of(process, "Big"), 1, 4, 3, 1);
      assertCounts(RuleStatus.of(process, "Good"), 1, 3, 3, 0);
      for (Map.Entry<String, String> reason : REASONS.entrySet()) {
        assertNamed(RuleStatus.of(process, reason.getKey()), reason.getKey(), reason.getValue());
      }
      assertTooLarge(RuleStatus.of(process, "Big"));
      assertCounted(scrape, "Big", 10);
      assertCounted(scrape, "Good", 10);
      assertCounted(scrape, "Hidden", 1);
      assertThat(scrape.text()).doesNotContain("method=\"big\"");
      Laws.hold(scrape, "call");
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      assertAsBare(jdk, process);
    }
  }

  /** Globs, and a rule that has to read the parents of every class that loads. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLeaveAndNameWhatAGlobFinds(Jdk jdk) throws Exception {
    String rules =
        """
        packs: []
        rules:
          - { id: glob, type: com.acme.made.* }
          - { id: heirs, type: com.acme.NoSuchParent, subtypes: true }
        """;
    try (JavaProcess process = start(jdk, rules)) {
      Scrape scrape = process.awaitOutput("ready: used").scrape();
      RuleStatus glob = RuleStatus.of(process, "glob");
      assertThat(glob.woven()).isEqualTo(9);
      assertThat(glob.failed()).isEqualTo(6);
      for (Map.Entry<String, String> reason : REASONS.entrySet()) {
        assertNamed(glob, reason.getKey(), reason.getValue());
      }
      assertTooLarge(glob);
      assertThat(scrape.sum("heddle_call_started_total")).isEqualTo(3 * 10 + 3 * 10 + 3);
      assertThat(RuleStatus.of(process, "heirs").failed()).isZero();
      Laws.hold(scrape, "call");
      assertAsBare(jdk, process);
    }
  }

  private static JavaProcess.Builder application(Jdk jdk) {
    return JavaProcess.with(jdk).run("com.acme.rule.UnweavableApp", made.toString());
  }

  private static JavaProcess start(Jdk jdk, String rules) throws IOException {
    return application(jdk).config(rules).start();
  }

  private static void assertCounts(
      RuleStatus rule, long received, long matched, long woven, long failed) {
    assertThat(rule.number("received")).as("received in %s", rule).isEqualTo(received);
    assertThat(rule.number("matched")).as("matched in %s", rule).isEqualTo(matched);
    assertThat(rule.woven()).as("woven in %s", rule).isEqualTo(woven);
    assertThat(rule.number("firing")).as("firing in %s", rule).isEqualTo(woven);
    assertThat(rule.failed()).as("failed in %s", rule).isEqualTo(failed);
  }

  private static void assertNamed(RuleStatus rule, String name, String reason) {
    assertThat(rule.json())
        .containsOnlyOnce(
            "{\"class\":\"" + ROOM + name + "\",\"method\":\"\",\"reason\":\"" + reason + "\"}");
  }

  private static void assertTooLarge(RuleStatus rule) {
    assertThat(rule.json())
        .containsOnlyOnce(
            "{\"class\":\"com.acme.made.Big\",\"method\":\"big(int)\","
                + "\"reason\":\"too large: over 64 KB once woven\"}");
  }

  private static void assertCounted(Scrape scrape, String name, int times) {
    for (String method : new String[] {"one", "two", "three"}) {
      String labels =
          "rule=\"" + name + "\",class=\"" + ROOM + name + "\",method=\"" + method + "\"";
      assertThat(scrape.value("heddle_call_started_total{" + labels + "}"))
          .as(labels)
          .isEqualTo(times);
      assertThat(scrape.value("heddle_call_completed_total{" + labels + ",outcome=\"success\"}"))
          .as(labels)
          .isEqualTo(times);
    }
  }

  private static void assertAsBare(Jdk jdk, JavaProcess woven) throws Exception {
    woven.writeLine("");
    ProcessResult result = woven.awaitResult();
    try (JavaProcess process = application(jdk).bare().start()) {
      process.awaitOutput("ready: used").writeLine("");
      ProcessResult bare = process.awaitResult();
      assertThat(bare.out())
          .contains(
              "Future: java.lang.UnsupportedClassVersionError",
              "Text: java.lang.ClassFormatError",
              "Cut: java.lang.ClassFormatError",
              "Pool: java.lang.ClassFormatError",
              "Big.big gave",
              "Hidden.three gave");
      result.assertSameBeside(bare);
    }
  }
}
