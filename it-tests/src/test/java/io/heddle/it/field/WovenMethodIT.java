package io.heddle.it.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A woven method does what it did: it keeps nothing, and the JVM finds in it what it looks for. */
class WovenMethodIT {
  private static final String APP = "com.acme.odd.";

  @TempDir Path classes;

  @BeforeEach
  void compile() throws Exception {
    Path source = classes.resolve("com/acme/odd/Huge.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, huge());
    Sources.compile("odd", "", classes.toString(), classes);
  }

  private JavaProcess.Builder application(Jdk jdk, String... command) {
    return JavaProcess.with(jdk).classPath(classes.toString()).run(command);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldWeaveBesideTypesThatAreAbsent(Jdk jdk) throws Exception {
    Files.delete(classes.resolve("com/acme/odd/AbsentApp$Absent.class"));
    Files.delete(classes.resolve("com/acme/odd/AbsentApp$AbsentException.class"));
    String rules =
        """
        rules:
          - { id: all, type: "com.acme.odd.AbsentApp$Service", method: "*" }
          - { id: tools, type: "com.acme.odd.AbsentApp$Tools", method: call, family: tool, labels: { tool: $1.name } }
        """;
    try (JavaProcess process =
        application(jdk, APP + "AbsentApp").jvm("-Xverify:all").config(rules).start()) {
      Scrape scrape = process.awaitOutput("ready").scrape();
      assertThat(RuleStatus.of(process, "all").json()).contains("\"woven\":3", "\"reasons\":[]");
      assertThat(scrape.sum("heddle_call_started_total")).isEqualTo(10);
      assertThat(scrape.value("heddle_tool_started_total{tool=\"search\"}")).isEqualTo(10);
      assertNoErrors(scrape, "call", "tool");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldKeepNoArgumentThatTheMethodLetsGo(Jdk jdk) throws Exception {
    String rules =
        """
        families:
          later: { help: L, labels: [ c ] }
        rules:
          - { id: plain, type: com.acme.odd.KeptApp, method: plain }
          - { id: own, type: com.acme.odd.KeptApp, method: own }
          - { id: listed, type: com.acme.odd.KeptApp, method: listed, family: job, labels: { name: $class } }
          - { id: labeled, type: com.acme.odd.KeptApp, method: labeled, family: tool, labels: { tool: $1.name } }
          - { id: judged, type: com.acme.odd.KeptApp, method: judged, family: agent, outcome: { failure: $return == 7 } }
          - { id: outer, type: com.acme.odd.KeptApp, method: outer, family: phase, outermost: true }
          - { id: staged, type: com.acme.odd.KeptApp, method: staged, stage: walk }
          - { id: gauged, type: com.acme.odd.KeptApp, method: gauged, gauge: { name: walks, help: W, add: 1 } }
          - { id: later, type: com.acme.odd.KeptApp, method: later, family: later, labels: { c: $class } }
        """;
    try (JavaProcess process =
        application(jdk, APP + "KeptApp").jvm("-Xmx64m").config(rules).start()) {
      Scrape scrape = process.awaitOutput("ready").scrape();
      for (String kind :
          List.of(
              "plain", "own", "listed", "labeled", "judged", "outer", "staged", "gauged",
              "later")) {
        assertThat(process.stdout()).contains(kind + " 201");
        assertThat(RuleStatus.of(process, kind).woven()).as(kind).isEqualTo(1);
      }
      assertNoErrors(scrape, "call", "job", "tool", "agent", "phase", "later");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLeaveAloneWhatTheJvmItselfKnows(Jdk jdk) throws Exception {
    String rules =
        """
        rules:
          - { id: privileged, type: java.security.AccessController, method: "*" }
          - { id: thread, type: java.lang.Thread, method: runWith }
          - { id: carrier, type: "java.lang.ScopedValue$Carrier", method: "*" }
          - { id: scoped, type: java.lang.ScopedValue, method: "*" }
        """;
    try (JavaProcess process = application(jdk, APP + "KnownToJvmApp").config(rules).start()) {
      Scrape scrape = process.awaitOutput("ready").scrape();
      assertThat(process.stdout()).contains("privileged 200000", "a thread");
      if (jdk.feature() >= 25) {
        assertThat(process.stdout()).contains("bound 20");
        assertThat(RuleStatus.of(process, "carrier").woven()).isPositive();
      }
      assertThat(RuleStatus.of(process, "thread").woven()).isZero();
      assertNoErrors(scrape, "call");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLeaveOutWhatTheJitWouldNotCompileAnyMore(Jdk jdk) throws Exception {
    String rules = "rules: [ { id: huge, type: com.acme.odd.Huge, method: \"*\" } ]";
    try (JavaProcess process = application(jdk, APP + "HugeApp").config(rules).start()) {
      Scrape scrape = process.awaitOutput("ready").scrape();
      RuleStatus answer = RuleStatus.of(process, "huge");
      assertThat(answer.woven()).isEqualTo(2);
      assertThat(answer.json())
          .contains("below(int)", "too large: over 8000 bytes woven, no longer compiled")
          .doesNotContain("above(int)");
      assertThat(scrape.sum("heddle_call_started_total")).isEqualTo(20);
      assertNoErrors(scrape, "call");
    }
  }

  /** Without any configuration: the packs alone mean the interfaces. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLetProxiesOfTypesOfLibrariesLoad(Jdk jdk) throws Exception {
    String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
    String[] types = {
      "dev.langchain4j.model.chat.ChatModel",
      "dev.langchain4j.model.chat.StreamingChatModel",
      "org.springframework.ai.chat.model.ChatModel",
      "org.springframework.ai.tool.ToolCallback",
      "org.quartz.Job"
    };
    String[] command = new String[types.length + 1];
    command[0] = APP + "ProxyApp";
    System.arraycopy(types, 0, command, 1, types.length);
    try (JavaProcess process =
        application(jdk, command).classPath(classPath).jvm("-Xverify:all").start()) {
      Scrape scrape = process.awaitOutput("ready").scrape();
      for (String type : types) {
        assertThat(process.stdout()).contains("ok " + type + " true");
      }
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  void shouldCountWhatAnInterruptedThreadDoesFirst(String thread) throws Exception {
    for (Jdk jdk : Jdk.all()) {
      if (thread.equals("virtual") && jdk.feature() < 21) {
        continue;
      }
      String rules =
          "rules: [ { id: late, type: \"com.acme.odd.FirstApp$Late\", method: render } ]";
      try (JavaProcess process = application(jdk, APP + "FirstApp", thread).config(rules).start()) {
        Scrape scrape = process.awaitOutput("ready").scrape();
        assertThat(process.stdout()).as("%s", jdk).contains("interrupted true, exit 3");
        Function<String, String> child =
            name -> "heddle_exec_started_total{runner=\"subprocess\",name=\"" + name + "\"}";
        assertThat(scrape.value(child.apply("sh"))).as("%s", jdk).isEqualTo(1);
        assertThat(scrape.value(child.apply("echo"))).as("%s", jdk).isEqualTo(10);
        assertThat(scrape.sum("heddle_runner_errors_total")).as("%s", jdk).isEqualTo(1);
        assertThat(scrape.sum("heddle_call_started_total")).as("%s", jdk).isEqualTo(20);
        assertNoErrors(scrape, "exec", "call");
      }
    }
  }

  private static void assertNoErrors(Scrape scrape, String... families) {
    assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    for (String family : families) {
      Laws.hold(scrape, family);
    }
  }

  /** A class with methods of 100, 7,990 and 9,000 bytes of code, and one more of the return. */
  private static String huge() {
    return "package com.acme.odd; class Huge { "
        + method("small", 100)
        + method("below", 7_990)
        + method("above", 9_000)
        + "}";
  }

  // 5 bytes a statement
  private static String method(String name, int length) {
    String body = "x = x * 31;\n".repeat(length / 5);
    return "static int " + name + "(int x) {\n" + body + "return x; }\n";
  }
}
