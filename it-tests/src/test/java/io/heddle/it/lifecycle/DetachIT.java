package io.heddle.it.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AttachCommands;
import io.heddle.it.harness.Await;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ManyClasses;
import io.heddle.it.harness.Ran;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Coming to many classes and leaving them, while all of them are being called. */
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
    ManyClasses.in(made, MANY, METHODS - 1);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldComeAndLeaveInShortStops(Jdk jdk) throws Exception {
    try (Talk talk = crowd(jdk, MANY)) {
      Stops stops = new Stops(safepoints());
      assertThat(talk.ask("note")).isEqualTo("noted " + MANY);
      int noted = stops.millis().size();
      Asked attach = attach(jdk, talk);
      String address = AttachCommands.address(attach.done());
      List<Double> attached = stops.millis();
      attached = attached.subList(noted, attached.size());
      assertThat(talk.ask("called")).isEqualTo("wrong 0");
      Scrape scrape = new Scrape(JavaProcess.get(address, "/metrics", "text/plain"));
      assertThat(scrape.value("heddle_self_woven_methods{rule=\"many\"}"))
          .isEqualTo(MANY * METHODS);

      int before = stops.millis().size();
      long begin = System.nanoTime();
      String said = Asked.of(jdk, "detach", pid(talk)).done();
      double seconds = (System.nanoTime() - begin) / 1e9;
      List<Double> detached = stops.millis();
      detached = detached.subList(before, detached.size());
      System.out.printf(
          Locale.ROOT,
          "%s, %d classes of %d methods: attach %s; detach in %.1f s, %s%n",
          jdk,
          MANY,
          METHODS,
          Stops.summary(attached),
          seconds,
          Stops.summary(detached));

      assertThat(said).contains(MANY + " woven classes report the bytes of before");
      assertThat(said).doesNotContain("NOT");
      assertThat(talk.ask("called")).isEqualTo("wrong 0");
      assertThat(talk.ask("changed")).isEqualTo("changed 0");
      assertThat(talk.ask("named")).doesNotContainIgnoringCase("heddle");
      AttachCommands.awaitNoInstanceOfAgent(jdk, pid(talk));
      assertThat(detached).hasSizeBetween(2, 40);
      assertThat(Stops.max(detached)).isLessThan(LONGEST_STOP_MILLIS);
      // the first at all has the JVM give up whatever it has compiled
      assertThat(Stops.max(attached.subList(1, attached.size()))).isLessThan(LONGEST_STOP_MILLIS);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldTellHowFarItIsAndHaveOthersWait(Jdk jdk) throws Exception {
    try (Talk talk = crowd(jdk, SOME)) {
      attach(jdk, talk).done();
      long pid = pid(talk);
      talk.ask("hold 200");
      try (Asked first = Asked.of(jdk, "detach", pid)) {
        String halfWay = "restored \\d+ of 300 classes";
        first.awaitErr("PID " + pid + ": " + halfWay);
        Ran status = Cli.on(jdk).run("status", pid);
        assertThat(status.status()).as(status.toString()).isZero();
        assertThat(status.out()).contains("many");
        assertThat(status.err())
            .matches(
                "PID "
                    + pid
                    + " is busy with an attach or a detach \\("
                    + halfWay
                    + "\\): ask again later.\\n");
        try (Asked second = Asked.of(jdk, "detach", pid)) {
          second.awaitErr("PID " + pid + ": waits for another detach: " + halfWay);
          assertThat(talk.ask("called")).isEqualTo("wrong 0");
          talk.ask("release");
          assertThat(first.done())
              .contains("300 woven classes report the bytes of before")
              .doesNotContain("NOT");
          Ran refused = second.ran();
          assertThat(refused.status()).isEqualTo(1);
          assertThat(refused.err()).endsWith("Heddle is not in this JVM\n");
        }
      }
      assertThat(talk.ask("called")).isEqualTo("wrong 0");
      assertThat(talk.ask("named")).doesNotContainIgnoringCase("heddle");
      AttachCommands.awaitNoInstanceOfAgent(jdk, pid);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldLeaveAClassThatTheJvmRefusesAndNameIt(Jdk jdk) throws Exception {
    try (Talk talk = crowd(jdk, SOME)) {
      talk.ask("note");
      attach(jdk, talk).done();
      talk.ask("spoil com.acme.many.Many7");
      assertThat(Asked.of(jdk, "detach", pid(talk)).done())
          .contains("299 woven classes report the bytes of before")
          .contains("NOT restored: com.acme.many.Many7: the JVM refuses it: java.lang.");
      // that class goes on as it was, and counts nothing
      assertThat(talk.ask("called")).isEqualTo("wrong 0");
      AttachCommands.awaitNoInstanceOfAgent(jdk, pid(talk));
      talk.ask("spoil nothing");
      String address = AttachCommands.address(attach(jdk, talk).done());
      assertThat(talk.ask("called")).isEqualTo("wrong 0");
      Scrape scrape = new Scrape(JavaProcess.get(address, "/metrics", "text/plain"));
      assertThat(scrape.value("heddle_self_woven_methods{rule=\"many\"}"))
          .isEqualTo(SOME * METHODS);
      assertThat(Asked.of(jdk, "detach", pid(talk)).done())
          .contains("300 woven classes report the bytes of before")
          .doesNotContain("NOT");
      assertThat(talk.ask("changed")).isEqualTo("changed 0");
    }
  }

  /** Woven code that runs after a detach for the first time initialises a class that says so. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLeaveNoClassWovenThatIsBeingLoaded(Jdk jdk) throws Exception {
    Path initialized = directory.resolve("initialized.log");
    JavaProcess.Builder builder =
        builder(jdk, SOME).jvm("-Xlog:class+init=info:file=" + initialized);
    try (Talk talk = Talk.start(builder)) {
      attach(jdk, talk).done();
      talk.ask("load");
      assertThat(talk.ask("called")).isEqualTo("wrong 0");
      assertThat(Asked.of(jdk, "detach", pid(talk)).done()).doesNotContain("NOT");
      String right = talk.ask("loaded");
      assertThat(right).matches("right (\\d+) of \\1").isNotEqualTo("right 0 of 0");
      assertThat(Files.readString(initialized))
          .contains("java/heddle/probe/ProbeBridge")
          .doesNotContain("java/heddle/probe/ProbeBridge$Silent");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldNotCountWhatItDoesItselfAsItComes(Jdk jdk) throws Exception {
    try (Talk talk = crowd(jdk, 1)) {
      Path rules =
          Files.writeString(
              directory.resolve("own.yaml"),
              "rules: [ { id: own, type: java.util.Properties, method: setProperty } ]\n");
      Object[] attach = {"attach", pid(talk), "exporter.port=0", "config=" + rules};
      String address = AttachCommands.address(Asked.of(jdk, attach).done());
      assertThat(Asked.of(jdk, attach).done()).contains("already", address);
      Scrape scrape = new Scrape(JavaProcess.get(address, "/metrics", "text/plain"));
      assertThat(scrape.value("heddle_self_woven_methods{rule=\"own\"}")).isEqualTo(1);
      assertThat(scrape.sum("heddle_call_started_total")).isZero();
    }
  }

  /** Any tool that loads agents: what it asks for is done when it returns. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldComeAndLeaveByAnotherToolToo(Jdk jdk) throws Exception {
    try (Talk talk = crowd(jdk, SOME)) {
      load(jdk, talk, "exporter.port=0");
      assertThat(talk.ask("named")).contains("heddle.address=", "heddle-acceptor");
      load(jdk, talk, "@,detach,,");
      assertThat(talk.ask("named")).doesNotContainIgnoringCase("heddle");
      AttachCommands.awaitNoInstanceOfAgent(jdk, pid(talk));
    }
  }

  /** It does not keep the JVM from answering, and comes as soon as the other has left. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldQueueWhatAnotherToolAsksForMeanwhile(Jdk jdk) throws Exception {
    try (Talk talk = crowd(jdk, SOME)) {
      attach(jdk, talk).done();
      talk.ask("hold 200");
      try (Asked detach = Asked.of(jdk, "detach", pid(talk))) {
        detach.awaitErr("PID " + pid(talk) + ": restored \\d+ of 300 classes");
        load(jdk, talk, "exporter.port=0");
        assertThat(Cli.on(jdk).run("status", pid(talk)).status()).isZero();
        talk.ask("release");
        assertThat(detach.done()).doesNotContain("NOT");
      }
      Await.until(() -> talk.process().stderr(), said -> said.split("heddle: http").length == 3);
      assertThat(Asked.of(jdk, "detach", pid(talk)).done()).doesNotContain("NOT");
      assertThat(talk.ask("named")).doesNotContainIgnoringCase("heddle");
    }
  }

  private static void load(Jdk jdk, Talk talk, String options) throws Exception {
    Ran ran =
        Ran.of(
            jdk.tool("jcmd"),
            "" + pid(talk),
            "JVMTI.agent_load",
            JavaProcess.JAR.toString(),
            "\"" + options + "\"");
    assertThat(ran.status()).as(ran.toString()).isZero();
    assertThat(ran.out()).contains("return code: 0");
  }

  private static long pid(Talk talk) {
    return talk.process().pid();
  }

  private Path safepoints() {
    return directory.resolve("safepoints.log");
  }

  private Talk crowd(Jdk jdk, int classes) throws IOException {
    return Talk.start(builder(jdk, classes));
  }

  private JavaProcess.Builder builder(Jdk jdk, int classes) throws IOException {
    Path meddler = ManifestJar.in(directory, "io.heddle.it.lifecycle.Meddler");
    return JavaProcess.with(jdk)
        .bare()
        .jvm("-javaagent:" + meddler, "-Xlog:safepoint:file=" + safepoints())
        .run("com.acme.lifecycle.Crowd", made.toString(), "" + classes, "1");
  }

  private Asked attach(Jdk jdk, Talk talk) throws IOException {
    Path rules = Files.writeString(directory.resolve("rules.yaml"), RULES);
    return Asked.of(jdk, "attach", pid(talk), "exporter.port=0", "config=" + rules);
  }
}
