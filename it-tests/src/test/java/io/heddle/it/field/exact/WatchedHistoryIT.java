package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.UnitsClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the configuration watches has one history by its name, over restarts of its process. */
class WatchedHistoryIT {
  private static final int LIVES = 3;

  private final List<Process> started = new ArrayList<>();

  @TempDir private Path directory;

  @AfterEach
  void endProcesses() {
    started.forEach(Process::destroyForcibly);
  }

  private Process daemon(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    Files.writeString(file(), process.pid() + "\n");
    return process;
  }

  private Path file() {
    return directory.resolve("daemon.pid");
  }

  private ControlledApplication start(Jdk jdk, String agent) throws IOException {
    String watch = "units: { watch: [ { name: daemon, pidFile: %s } ] }".formatted(file());
    return ControlledApplication.start(
        JavaProcess.with(jdk).agent("exporter.port=0" + agent).config(watch),
        "com.acme.unit.ChildrenApp");
  }

  private static double up(ControlledApplication application) throws IOException {
    return UnitsClient.figure(application.process().scrape(), "up", "daemon");
  }

  /** The process ends, and some time later another comes. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldKeepItThroughRestarts(Jdk jdk) throws Exception {
    try (ControlledApplication application = start(jdk, "")) {
      UnitsClient units = new UnitsClient(application.process());
      Scrape before = application.process().scrape();
      double cpu = 0;
      for (int life = 1; life <= LIVES; life++) {
        Process process = daemon("sh", "-c", "while :; do :; done");
        double least = cpu;
        Await.until(
            application.process()::scrape,
            scrape -> {
              double used = used(scrape);
              return UnitsClient.figure(scrape, "up", "daemon") == 1 && used > least + 0.05;
            });
        Json unit = units.only("daemon");
        assertThat(UnitsClient.id(unit)).isEqualTo("daemon");
        assertThat(unit.get("kind").value()).isEqualTo("watch");
        assertThat(unit.get("pid").number()).isEqualTo((double) process.pid());
        units.awaitRounds(2);
        process.destroyForcibly().waitFor();
        Await.until(() -> up(application), up -> up == 0);
        Scrape after = application.process().scrape();
        UnitsClient.assertNoneFell(before, after);
        before = after;
        cpu = used(after);
        assertThat(UnitsClient.isUp(units.only("daemon"))).isFalse();
        assertThat(units.only("daemon").get("pid").value()).isNull();
      }
      assertHistory(units, "", LIVES);
      Json summary = units.summary("daemon");
      assertThat(summary.get("samples").number())
          .isEqualTo(units.only("daemon").get("samples").number())
          .isEqualTo(units.samples("daemon", "").list().size());
      assertThat(summary.get("max_cpu_percent").number()).isPositive();
      assertThat(units.samples("daemon", "?limit=2").list()).hasSize(2);
      assertThat(application.process().scrape().value("heddle_self_units_errors_total")).isZero();
    }
  }

  private static double used(Scrape scrape) {
    String series = "heddle_unit_cpu_seconds_total{unit=\"daemon\"}";
    return scrape.has(series) ? scrape.value(series) : 0;
  }

  /** The next one begins before the one before ends; samples go to files at once. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldKeepItInFiles(Jdk jdk) throws Exception {
    String spill = ",units.retention=1s,units.memory=128KiB,units.spill.directory=" + directory;
    try (ControlledApplication application = start(jdk, spill)) {
      UnitsClient units = new UnitsClient(application.process());
      for (int life = 1; life <= LIVES; life++) {
        Process process = daemon("sleep", "300");
        double pid = process.pid();
        Await.until(
            () -> units.only("daemon").get("pid").value(),
            found -> Double.valueOf(pid).equals(found));
        assertThat(up(application)).isEqualTo(1);
        assertThat(units.named("daemon")).hasSize(1);
        units.awaitRounds(3);
      }
      for (Process process : started) {
        process.destroyForcibly().waitFor();
      }
      Await.until(() -> up(application), up -> up == 0);
      // memory keeps a second of it: all the rest is in files
      Await.until(() -> units.only("daemon").get("samples").number(), samples -> samples == 0);
      assertHistory(units, "?since=1970-01-01T00:00:00Z", LIVES);
      assertThat(units.status("/api/units/watch-daemon")).isEqualTo(404);
    }
  }

  /** In the order of time; the first sample of each process has no share of the processor. */
  private static void assertHistory(UnitsClient units, String query, int lives) throws IOException {
    List<Json> samples = units.samples("daemon", query).list();
    assertThat(samples).hasSizeGreaterThanOrEqualTo(2 * lives);
    assertThat(samples)
        .filteredOn(sample -> sample.get("cpu_percent").value() == null)
        .hasSize(lives);
    assertThat(samples.get(0).get("cpu_percent").value()).isNull();
    List<Instant> times = new ArrayList<>();
    for (Json sample : samples) {
      times.add(Instant.parse(String.valueOf(sample.get("timestamp").value())));
    }
    assertThat(times).isSorted().doesNotHaveDuplicates();
  }
}
