package io.heddle.it.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.UnitsClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that the configuration names: of a file that comes, changes and goes, or of an id. */
class UnitWatchIT {
  private final List<Process> started = new ArrayList<>();

  @TempDir private Path directory;

  @AfterEach
  void endProcesses() {
    started.forEach(Process::destroyForcibly);
  }

  private Process idle() throws IOException {
    Process process = new ProcessBuilder("sleep", "300").start();
    started.add(process);
    return process;
  }

  /**
   * A process that has ended and whose parent does not ask: a shell, and then no shell any more.
   */
  private long zombie() throws IOException {
    String endsLater = "(until read -r c < /proc/$$/comm && [ \"$c\" = sleep ]; do :; done) & ";
    Process parent = new ProcessBuilder("sh", "-c", endsLater + "echo $!; exec sleep 300").start();
    started.add(parent);
    BufferedReader out = parent.inputReader();
    long pid = Long.parseLong(String.valueOf(out.readLine()));
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    Await.until(() -> Files.readString(stat), line -> line.contains(") Z "));
    return pid;
  }

  @Test
  void shouldFollowThem() throws Exception {
    Jdk jdk = Jdk.current();
    Path file = directory.resolve("daemon.pid");
    Process fixed = idle();
    String config =
        "units: { watch: [ { name: daemon, pidFile: %s }, { name: fixed, pid: %d }, { name: dead, pid: %d } ] }"
            .formatted(file, fixed.pid(), zombie());
    try (ControlledApplication application =
        ControlledApplication.start(
            JavaProcess.with(jdk).config(config), "com.acme.unit.ChildrenApp")) {
      UnitsClient units = new UnitsClient(application.process());
      Await.until(() -> up(application, "fixed"), up -> up == 1);
      assertThat(units.only("fixed").get("pid").number()).isEqualTo((double) fixed.pid());
      assertThat(units.only("fixed").get("kind").value()).isEqualTo("watch");
      assertDown(application, "daemon");
      assertDown(application, "dead");

      Process first = idle();
      Files.writeString(file, first.pid() + "\n");
      Await.until(() -> up(application, "daemon"), up -> up == 1);
      assertThat(units.only("daemon").get("pid").number()).isEqualTo((double) first.pid());
      String id = UnitsClient.id(units.only("daemon"));
      Await.until(() -> units.samples(id, "").list(), samples -> samples.size() >= 2);

      // the second begins, and the first ends a little later
      Process second = idle();
      Files.writeString(file, second.pid() + "\n");
      double samples = units.only("daemon").get("samples").number();
      Await.until(
          () -> units.only("daemon").get("pid").value(),
          pid -> Double.valueOf((double) second.pid()).equals(pid));
      assertThat(up(application, "daemon")).as("the first is not meant any more").isEqualTo(1);
      first.destroyForcibly().waitFor();
      units.awaitRounds(1);
      assertThat(up(application, "daemon")).isEqualTo(1);
      assertThat(UnitsClient.id(units.only("daemon"))).as("the same unit").isEqualTo(id);
      assertThat(units.only("daemon").get("samples").number()).isGreaterThan(samples);
      assertThat(UnitsClient.isUp(units.of(second.pid()))).isTrue();

      // without its file it is there until it ends
      Files.delete(file);
      units.awaitRounds(1);
      assertThat(up(application, "daemon")).isEqualTo(1);
      second.destroyForcibly().waitFor();
      Await.until(() -> up(application, "daemon"), up -> up == 0);
      assertThat(units.named("daemon")).noneMatch(UnitsClient::isUp);
      assertThat(up(application, "fixed")).isEqualTo(1);
      assertDown(application, "dead");
      Scrape last = application.process().scrape();
      assertThat(last.value("heddle_self_units_errors_total")).isZero();
      assertThat(application.end().agentLines()).hasSize(1);
    }
  }

  private static double up(ControlledApplication application, String name) throws IOException {
    return UnitsClient.figure(application.process().scrape(), "up", name);
  }

  private static void assertDown(ControlledApplication application, String name)
      throws IOException {
    UnitsClient units = new UnitsClient(application.process());
    Json unit = units.only(name);
    assertThat(UnitsClient.isUp(unit)).isFalse();
    assertThat(unit.get("pid").value()).isNull();
    assertThat(unit.get("kind").value()).isEqualTo("watch");
    assertThat(unit.get("samples").number()).isZero();
    assertThat(units.samples(UnitsClient.id(unit), "").list()).isEmpty();
    assertThat(units.summary(UnitsClient.id(unit)).value()).isNull();
    Scrape scrape = application.process().scrape();
    assertThat(scrape.has("heddle_unit_up{unit=\"" + name + "\"}")).isTrue();
    assertThat(UnitsClient.figure(scrape, "up", name)).isZero();
  }
}
