package io.heddle.it.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.UnitsClient;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sampling is never itself measured, even by rules for what it is made of. */
class UnitSightIT {
  private static final int READS = 1000;
  private static final String CONFIG =
      """
      rules:
        - { id: whole, type: java.io.FileInputStream, method: "read(byte[])" }
        - { id: part, type: java.io.FileInputStream, method: "read(byte[],int,int)" }
        - { id: writes, type: java.nio.channels.FileChannel, subtypes: true, method: write }
        - { id: threads, type: java.lang.Thread, method: start }
      units: { retention: 1s, spill: { directory: %s } }
      """;

  @TempDir private Path directory;

  private static double calls(Scrape scrape, String rule) {
    double sum = 0;
    for (var series : scrape.values().entrySet()) {
      if (series.getKey().startsWith("heddle_call_started_total{")
          && series.getKey().contains("rule=\"" + rule + "\"")) {
        sum += series.getValue();
      }
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountOnlyWhatTheApplicationDoes(Jdk jdk) throws Exception {
    Path file = Files.write(directory.resolve("file"), new byte[16 * READS]);
    String config = CONFIG.formatted(directory.resolve("spill"));
    try (ControlledApplication application =
        ControlledApplication.start(
            JavaProcess.with(jdk).config(config), "com.acme.unit.ChildrenApp")) {
      UnitsClient units = new UnitsClient(application.process());
      application.execute("start /bin/sh " + UnitsClient.IDLE);
      application.execute("start /bin/sh " + UnitsClient.IDLE);
      String records = "heddle_self_units_spill_records_total";
      Await.until(application.process()::scrape, scrape -> scrape.value(records) > 1);
      // the application does nothing but wait for its input
      Scrape before = application.process().scrape();
      Scrape idle = units.awaitRounds(2);
      assertThat(idle.value(records)).isGreaterThan(before.value(records));
      for (String rule : new String[] {"whole", "part", "writes", "threads"}) {
        assertThat(calls(idle, rule)).as(rule).isEqualTo(calls(before, rule));
      }
      assertThat(application.execute("read " + READS + " " + file)).isEqualTo("read " + 16 * READS);
      Scrape after = application.process().scrape();
      assertThat(calls(after, "whole") - calls(idle, "whole")).isEqualTo(READS);
      // the line that said so
      assertThat(calls(after, "part") - calls(idle, "part")).isEqualTo(1);
      assertThat(after.sum("heddle_exec_started_total")).isEqualTo(2);
      assertThat(after.value("heddle_self_advice_errors_total")).isZero();
      Laws.hold(after, "call");
    }
  }
}
