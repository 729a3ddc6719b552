package io.heddle.it.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AttachCommands;
import io.heddle.it.harness.Await;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ManyClasses;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Coming to many classes and leaving them, while all of them are being called. */
@Tag("alone")
class DetachIT {
  private static final boolean LONG = Boolean.getBoolean("heddle.long");
  private static final int MANY = 2_000;
  private static final int SOME = 300;
  private static final int METHODS = 10;
  // a machine that others use makes every stop longer; the aim is judged in the long mode
  private static final double LONGEST_STOP_MILLIS = LONG ? 50 : 500;
  private static final String RULES =
      "rules: [ { id: many, type: com.acme.many.*, method: \"*\" } ]\n";

  @TempDir static Path made;
  @TempDir private Path directory;

  @BeforeAll
  static void makeClasses() throws IOException {
    ManyClasses.compileInto(made, MANY, METHODS - 1);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldComeAndLeaveInShortStops(Jdk jdk) throws Exception {
    try (ControlledApplication application = crowd(jdk, MANY)) {
      SafepointPauses stops = new SafepointPauses(safepoints());
      assertThat(application.execute("note")).isEqualTo("noted " + MANY);
      int noted = stops.millis().size();
      RunningCommand attach = attach(jdk, application);
      String address = AttachCommands.address(attach.awaitSuccess());
      List<Double> attached = stops.millis();
      attached = attached.subList(noted, attached.size());
      assertThat(application.execute("called")).isEqualTo("wrong 0");
      Scrape scrape = new Scrape(JavaProcess.get(address, "/metrics", "text/plain"));
      assertThat(scrape.value("heddle_self_woven_methods{rule=\"many\"}"))
          .isEqualTo(MANY * METHODS);

      int before = stops.millis().size();
      long begin = System.nanoTime();
      String output = RunningCommand.start(jdk, "detach", pid(application)).awaitSuccess();
      double seconds = (System.nanoTime() - begin) / 1e9;
      List<Double> detached = stops.millis();
      detached = detached.subList(before, detached.size());
      System.out.printf(
          Locale.ROOT,
          "%s, %d classes of %d methods: attach %s; detach in %.1f s, %s%n",
          jdk,
          MANY,
          METHODS,
          SafepointPauses.summary(attached),
          seconds,
          SafepointPauses.summary(detached));

      assertThat(output).contains(MANY + " woven classes report the bytes of before");
      assertThat(output).doesNotContain("NOT");
      assertThat(application.execute("called")).isEqualTo("wrong 0");
      assertThat(application.execute("changed")).isEqualTo("changed 0");
      assertThat(application.execute("named")).doesNotContainIgnoringCase("heddle");
      AttachCommands.awaitNoInstanceOfAgent(jdk, pid(application));
      assertThat(detached).hasSizeBetween(2, 40);
      assertThat(SafepointPauses.max(detached)).isLessThan(LONGEST_STOP_MILLIS);
      // the first at all has the JVM give up whatever it has compiled
      assertThat(SafepointPauses.max(attached.subList(1, attached.size())))
          .isLessThan(LONGEST_STOP_MILLIS);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldTellHowFarItIsAndHaveOthersWait(Jdk jdk) throws Exception {
    try (ControlledApplication application = crowd(jdk, SOME)) {
      attach(jdk, application).awaitSuccess();
      long pid = pid(application);
      application.execute("hold 200");
      try (RunningCommand first = RunningCommand.start(jdk, "detach", pid)) {
        String halfWay = "restored \\d+ of 300 classes";
        first.awaitStderrLine("PID " + pid + ": " + halfWay);
        ProcessResult status = Cli.on(jdk).run("status", pid);
        assertThat(status.status()).as(status.toString()).isZero();
        assertThat(status.out()).contains("many");
        assertThat(status.err())
            .matches(
                "PID "
                    + pid
                    + " is busy with an attach or a detach \\("
                    + halfWay
                    + "\\): ask again later.\\n");
        try (RunningCommand second = RunningCommand.start(jdk, "detach", pid)) {
          second.awaitStderrLine("PID " + pid + ": waits for another detach: " + halfWay);
          assertThat(application.execute("called")).isEqualTo("wrong 0");
          application.execute("release");
          assertThat(first.awaitSuccess())
              .contains("300 woven classes report the bytes of before")
              .doesNotContain("NOT");
          ProcessResult refused = second.awaitResult();
          assertThat(refused.status()).isEqualTo(1);
          assertThat(refused.err()).endsWith("Heddle is not in this JVM\n");
        }
      }
      assertThat(application.execute("called")).isEqualTo("wrong 0");
      assertThat(application.execute("named")).doesNotContainIgnoringCase("heddle");
      AttachCommands.awaitNoInstanceOfAgent(jdk, pid);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldLeaveAClassThatTheJvmRefusesAndNameIt(Jdk jdk) throws Exception {
    try (ControlledApplication application = crowd(jdk, SOME)) {
      application.execute("note");
      attach(jdk, application).awaitSuccess();
      application.execute("spoil com.acme.many.Many7");
      assertThat(RunningCommand.start(jdk, "detach", pid(application)).awaitSuccess())
          .contains("299 woven classes report the bytes of before")
          .contains("NOT restored: com.acme.many.Many7: the JVM refuses it: java.lang.");
      // that class goes on as it was, and counts nothing
      assertThat(application.execute("called")).isEqualTo("wrong 0");
      AttachCommands.awaitNoInstanceOfAgent(jdk, pid(application));
      application.execute("spoil nothing");
      String address = AttachCommands.address(attach(jdk, application).awaitSuccess());
      assertThat(application.execute("called")).isEqualTo("wrong 0");
      Scrape scrape = new Scrape(JavaProcess.get(address, "/metrics", "text/plain"));
      assertThat(scrape.value("heddle_self_woven_methods{rule=\"many\"}"))
          .isEqualTo(SOME * METHODS);
      assertThat(RunningCommand.start(jdk, "detach", pid(application)).awaitSuccess())
          .contains("300 woven classes report the bytes of before")
          .doesNotContain("NOT");
      assertThat(application.execute("changed")).isEqualTo("changed 0");
    }
  }

  /** Woven code that runs after a detach for the first time initialises a class that says so. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldLeaveNoClassWovenThatIsBeingLoaded(Jdk jdk) throws Exception {
    Path initialized = directory.resolve("initialized.log");
    JavaProcess.Builder builder =
        builder(jdk, SOME).jvm("-Xlog:class+init=info:file=" + initialized);
    try (ControlledApplication application = ControlledApplication.start(builder)) {
      attach(jdk, application).awaitSuccess();
      application.execute("load");
      assertThat(application.execute("called")).isEqualTo("wrong 0");
      assertThat(RunningCommand.start(jdk, "detach", pid(application)).awaitSuccess())
          .doesNotContain("NOT");
      String right = application.execute("loaded");
      assertThat(right).matches("right (\\d+) of \\1").isNotEqualTo("right 0 of 0");
      assertThat(Files.readString(initialized))
          .contains("java/heddle/probe/ProbeBridge")
          .doesNotContain("java/heddle/probe/ProbeBridge$Silent");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldNotCountWhatItDoesItselfAsItComes(Jdk jdk) throws Exception {
    try (ControlledApplication application = crowd(jdk, 1)) {
      Path rules =
          Files.writeString(
              directory.resolve("own.yaml"),
              "rules: [ { id: own, type: java.util.Properties, method: setProperty } ]\n");
      Object[] attach = {"attach", pid(application), "exporter.port=0", "config=" + rules};
      String address = AttachCommands.address(RunningCommand.start(jdk, attach).awaitSuccess());
      assertThat(RunningCommand.start(jdk, attach).awaitSuccess()).contains("already", address);
      Scrape scrape = new Scrape(JavaProcess.get(address, "/metrics", "text/plain"));
      assertThat(scrape.value("heddle_self_woven_methods{rule=\"own\"}")).isEqualTo(1);
      assertThat(scrape.sum("heddle_call_started_total")).isZero();
    }
  }

  /** Any tool that loads agents: what it asks for is done when it returns. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldComeAndLeaveByAnotherToolToo(Jdk jdk) throws Exception {
    try (ControlledApplication application = crowd(jdk, SOME)) {
      load(jdk, application, "exporter.port=0");
      assertThat(application.execute("named")).contains("heddle.address=", "heddle-acceptor");
      load(jdk, application, "@,detach,,");
      assertThat(application.execute("named")).doesNotContainIgnoringCase("heddle");
      AttachCommands.awaitNoInstanceOfAgent(jdk, pid(application));
    }
  }

  /** It does not keep the JVM from answering, and comes as soon as the other has left. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldQueueWhatAnotherToolAsksForMeanwhile(Jdk jdk) throws Exception {
    try (ControlledApplication application = crowd(jdk, SOME)) {
      attach(jdk, application).awaitSuccess();
      application.execute("hold 200");
      try (RunningCommand detach = RunningCommand.start(jdk, "detach", pid(application))) {
        detach.awaitStderrLine("PID " + pid(application) + ": restored \\d+ of 300 classes");
        load(jdk, application, "exporter.port=0");
        assertThat(Cli.on(jdk).run("status", pid(application)).status()).isZero();
        application.execute("release");
        assertThat(detach.awaitSuccess()).doesNotContain("NOT");
      }
      Await.until(
          () -> application.process().stderr(), output -> output.split("heddle: http").length == 3);
      assertThat(RunningCommand.start(jdk, "detach", pid(application)).awaitSuccess())
          .doesNotContain("NOT");
      assertThat(application.execute("named")).doesNotContainIgnoringCase("heddle");
    }
  }

  private static void load(Jdk jdk, ControlledApplication application, String options)
      throws Exception {
    ProcessResult result =
        ProcessResult.of(
            jdk.tool("jcmd"),
            "" + pid(application),
            "JVMTI.agent_load",
            JavaProcess.JAR.toString(),
            "\"" + options + "\"");
    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.out()).contains("return code: 0");
  }

  private static long pid(ControlledApplication application) {
    return application.process().pid();
  }

  private Path safepoints() {
    return directory.resolve("safepoints.log");
  }

  private ControlledApplication crowd(Jdk jdk, int classes) throws IOException {
    return ControlledApplication.start(builder(jdk, classes));
  }

  private JavaProcess.Builder builder(Jdk jdk, int classes) throws IOException {
    Path meddler = ManifestJar.writeTo(directory, "io.heddle.it.lifecycle.InterferingAgent");
    return JavaProcess.with(jdk)
        .bare()
        .jvm("-javaagent:" + meddler, "-Xlog:safepoint:file=" + safepoints())
        .run("com.acme.lifecycle.BusyClassesApp", made.toString(), "" + classes, "1");
  }

  private RunningCommand attach(Jdk jdk, ControlledApplication application) throws IOException {
    Path rules = Files.writeString(directory.resolve("rules.yaml"), RULES);
    return RunningCommand.start(
        jdk, "attach", pid(application), "exporter.port=0", "config=" + rules);
  }
}
