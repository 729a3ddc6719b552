package io.heddle.it.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AttachCommands;
import io.heddle.it.harness.Await;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.UnitsClient;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sampling and writing leave with Heddle, and come back with it. */
class UnitDetachIT {
  private static final String RECORDS = "heddle_self_units_spill_records_total";

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLeaveNoThreadAndComeBackToItsFiles(Jdk jdk) throws Exception {
    try (ControlledApplication application =
        ControlledApplication.start(JavaProcess.with(jdk).bare(), "com.acme.unit.ChildrenApp")) {
      long pid = application.process().pid();
      String first = attach(jdk, pid);
      String child = application.execute("start /bin/sh " + UnitsClient.IDLE);
      awaitRecords(first, 3);
      String id = own(first, pid);
      List<Json> sampled = samples(first, id);
      AttachCommands.run(jdk, "detach", pid);
      // what was still in memory has gone with it
      int written = written(pid, id);
      assertThat(written).isBetween(1, sampled.size());
      assertThat(application.execute("threads x")).doesNotContainIgnoringCase("heddle");
      AttachCommands.awaitNoInstanceOfAgent(jdk, pid);
      // the child that was sampled lives on
      assertThat(ProcessHandle.of(Long.parseLong(child)).orElseThrow().isAlive()).isTrue();

      String second = attach(jdk, pid);
      application.execute("start /bin/sh " + UnitsClient.IDLE);
      assertThat(own(second, pid)).as("the same process").isEqualTo(id);
      Scrape scrape = awaitRecords(second, 3);
      assertThat(scrape.sum("heddle_self_units_spill_errors_total")).isZero();
      assertThat(scrape.sum("heddle_self_units_spill_dropped_total")).isZero();
      List<Json> after = samples(second, id);
      assertThat(after).as("the life of this JVM").hasSizeGreaterThan(written);
      assertThat(after.subList(0, written)).isEqualTo(sampled.subList(0, written));
      AttachCommands.run(jdk, "detach", pid);
      assertThat(application.execute("threads x")).doesNotContainIgnoringCase("heddle");
      assertThat(application.end().agentLines()).hasSize(2);
    }
  }

  private String attach(Jdk jdk, long pid) throws Exception {
    return AttachCommands.address(
        AttachCommands.run(
            jdk,
            "attach",
            pid,
            "exporter.port=0",
            "units.retention=1s",
            "units.spill.directory=" + directory));
  }

  /** How many samples of a unit are in files. */
  private int written(long pid, String id) throws IOException {
    int count = 0;
    try (DirectoryStream<Path> owns = Files.newDirectoryStream(directory, pid + "-*")) {
      for (Path own : owns) {
        for (Json line : UnitSpillIT.lines(own)) {
          count += id.equals(line.get("unit_hash").value()) ? 1 : 0;
        }
      }
    }
    return count;
  }

  private static String get(String address, String path) throws IOException {
    return JavaProcess.get(address, path, "*/*");
  }

  private static Scrape awaitRecords(String address, int records) {
    return Await.until(
        () -> new Scrape(JavaProcess.get(address, "/metrics", "text/plain")),
        scrape -> scrape.value(RECORDS) >= records);
  }

  private static String own(String address, long pid) throws IOException {
    Json first = Json.parse(get(address, "/api/units")).get("units").list().get(0);
    assertThat(first.get("pid").number()).isEqualTo((double) pid);
    return UnitsClient.id(first);
  }

  private static List<Json> samples(String address, String id) throws IOException {
    String path = "/api/units/" + id + "/samples?since=1970-01-01T00:00:00Z";
    return Json.parse(get(address, path)).get("samples").list();
  }
}
