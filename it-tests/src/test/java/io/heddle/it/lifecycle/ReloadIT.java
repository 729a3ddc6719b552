package io.heddle.it.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules that change while threads call their methods. The true counts are those of the application.
 */
@Tag("alone")
class ReloadIT {
  private static final int RELOADS = Boolean.getBoolean("heddle.long") ? 1000 : 30;
  private static final String TARGET = "com.acme.lifecycle.Target";
  private static final String ALWAYS =
      """
      packs: []
      %s
      families: { long: { help: Long runs, labels: [ which ] } }
      rules:
        - { id: kept, type: com.acme.lifecycle.Target, method: kept }
        - id: kept-long
          type: com.acme.lifecycle.Target
          method: keptLong
          family: long
          labels: { which: kept }
      """;
  // one is changed in its outcome, one in its method, one in its conditions for a class of the JDK
  private static final String FIRST =
      ALWAYS
          + """
            - id: changed
              type: com.acme.lifecycle.Target
              method: changed
              family: tool
              labels: { tool: $1 }
            - { id: moved, type: com.acme.lifecycle.Target, method: moved }
            - { id: gone, type: com.acme.lifecycle.Target, method: gone }
            - id: gone-long
              type: com.acme.lifecycle.Target
              method: goneLong
              family: long
              labels: { which: gone }
            - { id: lonely, type: com.acme.lifecycle.Lonely }
            - id: bits
              type: java.util.BitSet
              method: flip(int)
              family: job
              labels: { kind: jdk, name: bits }
          """;
  private static final String SECOND =
      ALWAYS
          + """
            - id: changed
              type: com.acme.lifecycle.Target
              method: changed
              family: tool
              labels: { tool: $1 }
              outcome: { failure: $return == 1 }
            - { id: moved, type: "com.acme.lifecycle.Tar*", method: moved(int) }
            - id: bits
              type: java.util.BitSet
              method: flip(int)
              family: job
              labels: { kind: jdk, name: bits }
              outcome: { failure: $1 == 5 }
          """;

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("heddle.yaml");
  }

  private void write(String text) throws IOException {
    Path fresh = directory.resolve("fresh.yaml");
    Files.writeString(fresh, text);
    Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String with(String yaml, String settings) {
    return yaml.formatted(settings);
  }

  private ControlledApplication start(Jdk jdk) throws IOException {
    Path reader = ManifestJar.writeTo(directory, "io.heddle.it.harness.ClassBytesAgent");
    return ControlledApplication.start(
        JavaProcess.with(jdk)
            .jvm("-javaagent:" + reader, "-XX:+IgnoreUnrecognizedVMOptions")
            .agent("exporter.port=0,config=" + file()),
        "com.acme.lifecycle.ReloadedApp",
        "3");
  }

  private static ProcessResult reload(Jdk jdk, ControlledApplication application) throws Exception {
    return Cli.on(jdk).run("reload", application.process().pid());
  }

  private static String reloaded(Jdk jdk, ControlledApplication application) throws Exception {
    ProcessResult result = reload(jdk, application);
    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.err()).isEmpty();
    return result.out();
  }

  private static double rounds(ControlledApplication application) throws IOException {
    String answer = application.execute("pause");
    assertThat(answer).endsWith(" wrong 0");
    return Double.parseDouble(answer.substring(0, answer.indexOf(' ')));
  }

  private static String call(String rule, String method) {
    return "{rule=\"" + rule + "\",class=\"" + TARGET + "\",method=\"" + method + "\"}";
  }

  private static double started(Scrape scrape, String rule) {
    return scrape.value("heddle_call_started_total" + call(rule, rule));
  }

  private static void assertLaws(Scrape scrape) {
    for (String family : new String[] {"call", "tool", "job", "long"}) {
      Laws.hold(scrape, family);
    }
    assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountEachCallOnceHoweverOftenRulesChange(Jdk jdk) throws Exception {
    String settings = "reload: off";
    write(with(SECOND, settings));
    try (ControlledApplication application = start(jdk)) {
      JavaProcess process = application.process();
      String untouched = application.execute("bytes com.acme.lifecycle.Lonely");
      long warmMetaspace = 0;
      Scrape before = process.scrape();
      for (int i = 0; i < RELOADS; i++) {
        boolean first = i % 2 == 0;
        write(with(first ? FIRST : SECOND, settings));
        String said = reloaded(jdk, application);
        assertThat(said)
            .contains("3 changed (changed, moved, bits)")
            .contains(first ? "3 added (gone, gone-long, lonely)" : "3 removed")
            .contains("2 kept");
        Scrape after = process.scrape();
        assertLaws(after);
        Laws.neverFall(before, after, "tool");
        Laws.neverFall(before, after, "job");
        assertThat(after.has("heddle_call_started_total" + call("gone", "gone"))).isEqualTo(first);
        before = after;
        application.execute("more 20");
        if (i == RELOADS / 3) {
          warmMetaspace = Long.parseLong(application.execute("metaspace"));
        }
      }
      double rounds = rounds(application);
      Scrape scrape = process.scrape();
      assertLaws(scrape);
      assertThat(started(scrape, "kept")).isEqualTo(rounds);
      assertThat(started(scrape, "moved")).isEqualTo(rounds);
      assertThat(scrape.sum("heddle_tool_started_total")).isEqualTo(rounds);
      assertThat(scrape.sum("heddle_job_started_total")).isEqualTo(rounds);
      assertThat(scrape.sum("heddle_call_in_flight")).isZero();
      assertThat(scrape.has("heddle_call_started_total" + call("gone", "gone"))).isFalse();
      assertThat(application.execute("bytes com.acme.lifecycle.Lonely")).isEqualTo(untouched);
      assertThat(scrape.value("heddle_self_config_reloads_total{result=\"applied\"}"))
          .isEqualTo(RELOADS);
      assertThat(scrape.value("heddle_self_config_hash")).isEqualTo(crc(file()));
      long grown = Long.parseLong(application.execute("metaspace")) - warmMetaspace;
      System.out.printf(
          Locale.ROOT, "%s, %d reloads: metaspace grew by %d KB%n", jdk, RELOADS, grown >> 10);
      assertThat(grown).isLessThan(2 << 20);
    }
  }

  private static double crc(Path file) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(Files.readAllBytes(file));
    return (double) crc.getValue();
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldKeepRunsInFlightOfRulesThatStayAndNoOthers(Jdk jdk) throws Exception {
    write(with(FIRST, "reload: off"));
    try (ControlledApplication application = start(jdk)) {
      JavaProcess process = application.process();
      application.execute("park");
      Scrape scrape = process.scrape();
      assertThat(scrape.value("heddle_long_in_flight{which=\"kept\"}")).isEqualTo(1);
      assertThat(scrape.value("heddle_long_in_flight{which=\"gone\"}")).isEqualTo(1);
      double gone = started(scrape, "gone");
      assertThat(gone).isPositive();

      write(with(SECOND, "reload: off"));
      reloaded(jdk, application);
      scrape = process.scrape();
      assertThat(scrape.value("heddle_long_in_flight{which=\"kept\"}")).isEqualTo(1);
      assertThat(scrape.text()).doesNotContain("which=\"gone\"").doesNotContain("\"gone\"");
      assertThat(process.get("/api/rules")).doesNotContain("gone").doesNotContain("lonely");
      assertThat(process.get("/api/inflight")).contains("kept").doesNotContain("gone");

      // back again: its counts begin anew, and the run of before does not end in them
      double before = rounds(application);
      write(with(FIRST, "reload: off"));
      reloaded(jdk, application);
      application.execute("resume");
      application.execute("more 100");
      application.execute("free");
      double after = rounds(application);
      scrape = process.scrape();
      assertLaws(scrape);
      assertThat(started(scrape, "gone")).isEqualTo(after - before);
      assertThat(scrape.value("heddle_long_completed_total{which=\"kept\",outcome=\"success\"}"))
          .isEqualTo(1);
      assertThat(scrape.value("heddle_long_started_total{which=\"gone\"}")).isZero();
      assertThat(started(scrape, "kept")).isEqualTo(after);
    }
  }

  private static Scrape awaitReload(JavaProcess process, String result, int times) {
    String series = "heddle_self_config_reloads_total{result=\"" + result + "\"}";
    return Await.until(process::scrape, scrape -> scrape.value(series) >= times);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldReloadAFileThatHasChangedAndKeepWhatItHasWhereItIsBroken(Jdk jdk) throws Exception {
    write(with(SECOND, "reload: 1s"));
    try (ControlledApplication application = start(jdk)) {
      JavaProcess process = application.process();
      write(with(FIRST, "reload: 1s"));
      awaitReload(process, "applied", 1);
      Scrape first = process.scrape();
      assertThat(first.has("heddle_call_started_total" + call("gone", "gone"))).isTrue();
      assertThat(first.value("heddle_self_config_hash")).isEqualTo(crc(file()));
      // that of the governor tells of the application's calls, on a slow machine
      assertThat(process.stderr().lines())
          .noneMatch(line -> line.contains("WARN") && !line.contains("counting alone"));

      double good = crc(file());
      write("packs: []\nrules:\n  - { id: kept, typ: com.acme.lifecycle.Target }\n");
      Scrape scrape = awaitReload(process, "invalid", 1);
      assertThat(scrape.value("heddle_self_config_hash")).isEqualTo(good);
      assertThat(scrape.has("heddle_call_started_total" + call("gone", "gone"))).isTrue();
      String problem = file() + ":3:17: unknown key 'typ'";
      Await.until(process::stderr, text -> text.contains(problem));
      ProcessResult refused = reload(jdk, application);
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err()).contains(problem).contains("the configuration of before stays");

      write(with(SECOND, "reload: 1s"));
      awaitReload(process, "applied", 2);
      // a scrape of its own: the one that showed the reload may have begun before its end
      assertThat(process.scrape().has("heddle_call_started_total" + call("gone", "gone")))
          .isFalse();
      long warnings = process.stderr().lines().filter(line -> line.contains("unknown key")).count();
      assertThat(warnings).isEqualTo(1);
      assertThat(started(process.scrape(), "kept")).isPositive();
      assertThat(rounds(application)).isPositive();
      assertThat(started(process.scrape(), "kept")).isEqualTo(rounds(application));
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldSayWhatCannotChangeAndApplyTheRest(Jdk jdk) throws Exception {
    write(with(SECOND, "reload: off"));
    try (ControlledApplication application = start(jdk)) {
      assertThat(reloaded(jdk, application)).isEqualTo("nothing changed: " + file() + "\n");
      write(
          with(
              FIRST,
              "reload: off\nprefix: other\nlimits: { wovenMethods: 60000, series: 20000 }\n"
                  + "governor: { budget: 5% }"));
      String said = reloaded(jdk, application);
      assertThat(said)
          .contains("NOT applied, needs a restart: prefix: heddle -> other")
          .contains("limits.wovenMethods: 50000 -> 60000")
          .contains("limits.series: 2000 -> 20000")
          .contains("governor.budget: 1.0% -> 5.0%")
          .contains("3 added (gone, gone-long, lonely)");
      Scrape scrape = application.process().scrape();
      assertThat(scrape.has("heddle_call_started_total" + call("gone", "gone"))).isTrue();
      assertThat(scrape.sum("other_call_started_total")).isZero();
    }
  }
}
