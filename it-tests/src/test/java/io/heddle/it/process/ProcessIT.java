package io.heddle.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Child processes: what Heddle counts is what the application, the JDK's recorder and sh know. */
@Tag("alone")
class ProcessIT {
  private static final String[] NO_ENDS = {"many", "virtual", "nowhere"};
  private static final int MANY = Boolean.getBoolean("heddle.long") ? 5000 : 1000;
  private static final String CONFIG = "exec: { successExits: { listed: [ 7 ], many: [ 0, 2 ] } }";

  /** Program, outcome, error type and number. */
  private static final String ENDS =
      """
      exit0 success - 1
      exit3 failure exit_nonzero 1
      exit255 failure exit_nonzero 1
      listed success - 1
      listed failure exit_nonzero 1
      signaled failure signal 1
      destroyed canceled canceled 1
      forced canceled canceled 1
      handled canceled canceled 1
      trapped success - 1
      late timeout timeout 1
      deaf timeout timeout 1
      patient timeout timeout 1
      future canceled canceled 1
      slow success - 1
      first success - 1
      last success - 1
      runtime success - 6
      forgotten success - 1
      read success - 1
      unread success - 1
      after success - 1
      mixed success - 1
      sent success - 1
      gone success - 1
      err success - 1
      merged success - 1
      closed failure signal 1
      tofile success - 1
      inherited success - 1
      crowd success - 200
      crowd failure exit_nonzero 200
      timed success - 5
      running canceled canceled 1
      """;

  @TempDir Path programs;
  @TempDir Path bareScratch;
  @TempDir Path scratch;

  @BeforeEach
  void linkPrograms() throws IOException {
    for (String program : programs()) {
      Files.createSymbolicLink(programs.resolve(program), Path.of("/bin/sh"));
    }
  }

  @AfterEach
  void unlinkPrograms() throws IOException {
    // JUnit would warn of each
    for (String program : programs()) {
      Files.delete(programs.resolve(program));
    }
  }

  private static Set<String> programs() {
    Set<String> programs = new TreeSet<>(List.of(NO_ENDS));
    ENDS.lines().forEach(line -> programs.add(line.split(" ", -1)[0]));
    return programs;
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountEveryChildOnceAndChangeNothing(Jdk jdk) throws Exception {
    String bare;
    try (JavaProcess app = start(JavaProcess.with(jdk).bare(), bareScratch)) {
      goOn(app.awaitOutput("running"));
      bare = app.awaitOutput("done").stdout();
      goOn(app);
      assertThat(app.exit()).isZero();
    }
    try (JavaProcess app = start(JavaProcess.with(jdk).config(CONFIG), scratch)) {
      app.awaitOutput("running\n");
      inFlightList(app);
      goOn(app);
      app.awaitOutput("done");
      Scrape scrape = atRest(app);
      ends(scrape, jdk);
      bytes(scrape);
      durations(scrape);
      goOn(app);
      assertThat(app.exit()).isZero();
      assertThat(app.stdout()).isEqualTo(bare);
      assertThat(app.stderr()).matches("heddle: http://127\\.0\\.0\\.1:\\d+/metrics\n");
    }
  }

  private JavaProcess start(JavaProcess.Builder builder, Path directory) throws IOException {
    return builder
        .run(
            "com.acme.process.ProcessApp",
            programs.toString(),
            directory.toString(),
            Integer.toString(MANY))
        .start();
  }

  private static void goOn(JavaProcess app) throws IOException {
    app.stdin().write("\n".getBytes(StandardCharsets.UTF_8));
    app.stdin().flush();
  }

  private void inFlightList(JavaProcess app) throws IOException {
    String pid = Files.readString(scratch.resolve("pid"));
    // children of which nobody awaited the end may be about to end
    String list = Await.until(() -> app.get("/api/inflight"), text -> count(text, "\"pid\"") == 1);
    assertThat(list)
        .contains("\"pid\":" + pid, "\"family\":\"exec\"", "\"stage\":null", "\"thread\":\"main\"")
        .contains("\"labels\":{\"runner\":\"subprocess\",\"name\":\"running\"}")
        .containsPattern("\"since\":\"\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\"")
        .containsPattern("\"seconds\":\\d+\\.\\d+")
        .doesNotContain("sleep 120");
    assertThat(app.scrape().value(exec("in_flight", "running", ""))).isEqualTo(1);
  }

  /** The application does not wait for all of its children: some may still be about to end. */
  private static Scrape atRest(JavaProcess app) throws IOException {
    return Await.until(app::scrape, scrape -> scrape.sum("heddle_exec_in_flight") == 0);
  }

  private void ends(Scrape scrape, Jdk jdk) throws IOException {
    SoftAssertions soft = new SoftAssertions();
    Map<String, Integer> started = new TreeMap<>();
    String all =
        ENDS + "many success - " + MANY * 3 / 4 + "\nmany failure exit_nonzero " + MANY / 4;
    if (jdk.feature() >= 21) {
      all += "\nvirtual success - 200\nvirtual failure exit_nonzero 200";
    }
    for (String line : all.lines().toList()) {
      String[] end = line.split(" ", -1);
      int number = Integer.parseInt(end[3]);
      started.merge(end[0], number, Integer::sum);
      String outcome = ",outcome=\"" + end[1] + "\"";
      soft.assertThat(scrape.value(exec("completed_total", end[0], outcome)))
          .as(line)
          .isEqualTo(number);
      soft.assertThat(scrape.value(exec("duration_seconds_count", end[0], outcome)))
          .as(line)
          .isEqualTo(number);
      if (!end[2].equals("-")) {
        String type = ",error_type=\"" + end[2] + "\"";
        soft.assertThat(scrape.value(exec("errors_total", end[0], type)))
            .as(line)
            .isEqualTo(number);
      }
    }
    int runs = started.values().stream().mapToInt(Integer::intValue).sum();
    started.forEach(
        (name, number) ->
            soft.assertThat(scrape.value(exec("started_total", name, "")))
                .as(name)
                .isEqualTo(number.doubleValue()));
    soft.assertThat(scrape.sum("heddle_exec_started_total")).isEqualTo(runs);
    soft.assertThat(scrape.sum("heddle_exec_completed_total")).isEqualTo(runs);
    soft.assertThat(Files.readString(scratch.resolve("starts")))
        .as("processes that the JDK's recorder saw")
        .isEqualTo(Integer.toString(runs));
    soft.assertThat(scrape.has(exec("started_total", "missing", ""))).isFalse();
    soft.assertThat(scrape.has(exec("started_total", "nowhere", ""))).isFalse();
    soft.assertThat(
            scrape.value(
                "heddle_runner_errors_total{runner=\"subprocess\",error_type=\"spawn_failed\"}"))
        .isEqualTo(2);
    soft.assertThat(scrape.sum("heddle_runner_errors_total")).isEqualTo(2);
    soft.assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    soft.assertAll();
  }

  private static void bytes(Scrape scrape) {
    SoftAssertions soft = new SoftAssertions();
    Map.of(
            "read", 100_000,
            "unread", 60_000,
            "after", 50_000,
            "mixed", 10,
            "err", 5_000,
            "merged", 7_000,
            "crowd", 400,
            "last", 6)
        .forEach(
            (name, number) ->
                soft.assertThat(scrape.value(exec("received_bytes_total", name, "")))
                    .as("received from " + name)
                    .isEqualTo(number.doubleValue()));
    soft.assertThat(scrape.value(exec("sent_bytes_total", "sent", ""))).isEqualTo(12_345);
    soft.assertThat(scrape.value(exec("sent_bytes_total", "gone", ""))).isZero();
    soft.assertThat(scrape.value(exec("received_bytes_total", "closed", "")))
        .as("what the child wrote before its pipe was closed")
        .isBetween(1.0, 999_999.0);
    for (String redirected : new String[] {"tofile", "inherited"}) {
      soft.assertThat(scrape.has(exec("received_bytes_total", redirected, ""))).isFalse();
      soft.assertThat(scrape.has(exec("sent_bytes_total", redirected, ""))).isFalse();
    }
    soft.assertAll();
  }

  private void durations(Scrape scrape) throws IOException {
    double seconds = Long.parseLong(Files.readString(scratch.resolve("nanos"))) / 1e9;
    assertThat(scrape.value(exec("duration_seconds_sum", "timed", ",outcome=\"success\"")))
        .as("five sleeps of 0.3 s, and not longer than the application waited")
        .isBetween(1.5, seconds);
    assertThat(scrape.value(exec("duration_seconds_sum", "late", ",outcome=\"timeout\"")))
        .isBetween(0.2, 10.0);
  }

  private static String exec(String what, String name, String more) {
    return "heddle_exec_" + what + "{runner=\"subprocess\",name=\"" + name + "\"" + more + "}";
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
