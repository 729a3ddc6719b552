package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.heddle.it.harness.Await;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.ShellLinks;
import io.heddle.it.harness.UnitsClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Children that the JVM had before Heddle came: units from then on, and no runs. */
class ChildrenAtAttachIT {
  private static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/metrics");
  private static final String IDLE = "read x";

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldBeUnits(Jdk jdk) throws Exception {
    try (ShellLinks programs = ShellLinks.withNames("idle", "parent");
        ControlledApplication application =
            ControlledApplication.start(
                JavaProcess.with(jdk).bare(), "com.acme.unit.ChildrenApp")) {
      String[] two =
          application.execute("several 2 " + programs.path("idle") + " " + IDLE).split(" ", -1);
      application.execute(
          "start " + programs.path("parent") + " sleep 300 & " + IDLE + "; kill $!");
      application.execute("plain " + script("a-script-of-a-long-name.sh"));
      attach(jdk, application);
      UnitsClient units = new UnitsClient(application.process());
      for (String pid : two) {
        assertAdopted(units.of(Long.parseLong(pid)), "idle");
      }
      assertAdopted(units.only("parent"), "parent");
      assertAdopted(units.only("a-script-of-a-long-name.sh"), "a-script-of-a-long-name.sh");
      assertThat(units.named("sleep")).as("a child's child").isEmpty();
      units.awaitRounds(3);
      assertThat(units.of(Long.parseLong(two[0])).get("samples").number()).isGreaterThan(1);
      assertUp(application, "idle", 2);

      // one that is started now is a run and a unit, once
      application.execute("start " + programs.path("idle") + " " + IDLE);
      assertUp(application, "idle", 3);
      assertThat(units.named("idle")).hasSize(3);
      Scrape scrape = application.process().scrape();
      assertThat(scrape.sum("heddle_exec_started_total")).isEqualTo(1);
      assertThat(scrape.sum("heddle_exec_in_flight")).isEqualTo(1);

      assertThat(application.execute("end " + two[0])).startsWith("exit");
      Await.until(() -> units.of(Long.parseLong(two[0])), unit -> !UnitsClient.isUp(unit));
      assertUp(application, "idle", 2);
      scrape = application.process().scrape();
      assertThat(scrape.sum("heddle_exec_completed_total")).as("its start was not seen").isZero();
      assertThat(scrape.value("heddle_self_units_errors_total")).isZero();
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    }
  }

  /** Another road to them: a pipeline, and a thread that has ended; another tool that attaches. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldBeUnitsHoweverTheyWereStarted(Jdk jdk) throws Exception {
    try (JavaProcess process =
        JavaProcess.with(jdk).bare().run("com.acme.field.exact.EarlyChildren").start()) {
      process.awaitOutput("ready: early");
      VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
      machine.loadAgent(JavaProcess.JAR.toString(), "exporter.port=0");
      machine.detach();
      UnitsClient units = new UnitsClient(process);
      assertAdopted(units.only("sleep"), "sleep");
      assertThat(units.named("cat")).hasSize(2).allMatch(UnitsClient::isUp);
      process.writeLine("");
      process.awaitOutput("ready: late");
      Await.until(() -> units.named("cat"), all -> all.stream().noneMatch(UnitsClient::isUp));
      Scrape scrape = process.scrape();
      assertThat(UnitsClient.figure(scrape, "up", "cat")).isZero();
      assertThat(UnitsClient.figure(scrape, "up", "sleep")).isEqualTo(1);
      assertThat(scrape.sum("heddle_exec_started_total")).isZero();
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    }
  }

  private Path script(String name) throws IOException {
    Path script = directory.resolve(name);
    Files.writeString(script, "#!/bin/sh\nread x\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /** The JVM says at its stderr where it is, as one that starts with the agent does. */
  private static void attach(Jdk jdk, ControlledApplication application) throws Exception {
    ProcessResult result =
        Cli.on(jdk).run("attach", application.process().pid(), "exporter.port=0");
    assertThat(result.status()).as(result.err()).isZero();
    Matcher address = ADDRESS.matcher(result.out());
    assertThat(address.find()).as(result.out()).isTrue();
    assertThat(application.process().address()).isEqualTo(address.group(1));
  }

  private static void assertAdopted(Json unit, String name) {
    assertThat(unit.get("name").value()).isEqualTo(name);
    assertThat(unit.get("kind").value()).isEqualTo("child");
    assertThat(unit.get("started").value()).isNull();
    assertThat(UnitsClient.isUp(unit)).isTrue();
  }

  private static void assertUp(ControlledApplication application, String name, int up)
      throws IOException {
    assertThat(UnitsClient.figure(application.process().scrape(), "up", name)).isEqualTo(up);
  }
}
