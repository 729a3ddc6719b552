package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.heddle.it.harness.Await;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Programs;
import io.heddle.it.harness.Ran;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.Talk;
import io.heddle.it.harness.UnitView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Children that the JVM had before Heddle came: units from then on, and no runs. */
@Tag("concurrent")
class ChildrenAtAttachIT {
  private static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/metrics");
  private static final String IDLE = "read x";

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldBeUnits(Jdk jdk) throws Exception {
    try (Programs programs = Programs.named("idle", "parent");
        Talk talk = Talk.start(JavaProcess.with(jdk).bare(), "com.acme.unit.Brood")) {
      String[] two = talk.ask("several 2 " + programs.path("idle") + " " + IDLE).split(" ", -1);
      talk.ask("start " + programs.path("parent") + " sleep 300 & " + IDLE + "; kill $!");
      talk.ask("plain " + script("a-script-of-a-long-name.sh"));
      attach(jdk, talk);
      UnitView units = new UnitView(talk.process());
      for (String pid : two) {
        assertAdopted(units.of(Long.parseLong(pid)), "idle");
      }
      assertAdopted(units.only("parent"), "parent");
      assertAdopted(units.only("a-script-of-a-long-name.sh"), "a-script-of-a-long-name.sh");
      assertThat(units.named("sleep")).as("a child's child").isEmpty();
      units.awaitRounds(3);
      assertThat(units.of(Long.parseLong(two[0])).get("samples").number()).isGreaterThan(1);
      assertUp(talk, "idle", 2);

      // one that is started now is a run and a unit, once
      talk.ask("start " + programs.path("idle") + " " + IDLE);
      assertUp(talk, "idle", 3);
      assertThat(units.named("idle")).hasSize(3);
      Scrape scrape = talk.process().scrape();
      assertThat(scrape.sum("heddle_exec_started_total")).isEqualTo(1);
      assertThat(scrape.sum("heddle_exec_in_flight")).isEqualTo(1);

      assertThat(talk.ask("end " + two[0])).startsWith("exit");
      Await.until(() -> units.of(Long.parseLong(two[0])), unit -> !UnitView.isUp(unit));
      assertUp(talk, "idle", 2);
      scrape = talk.process().scrape();
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
      UnitView units = new UnitView(process);
      assertAdopted(units.only("sleep"), "sleep");
      assertThat(units.named("cat")).hasSize(2).allMatch(UnitView::isUp);
      process.tell("");
      process.awaitOutput("ready: late");
      Await.until(() -> units.named("cat"), all -> all.stream().noneMatch(UnitView::isUp));
      Scrape scrape = process.scrape();
      assertThat(UnitView.figure(scrape, "up", "cat")).isZero();
      assertThat(UnitView.figure(scrape, "up", "sleep")).isEqualTo(1);
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
  private static void attach(Jdk jdk, Talk talk) throws Exception {
    Ran ran = Cli.on(jdk).run("attach", talk.process().pid(), "exporter.port=0");
    assertThat(ran.status()).as(ran.err()).isZero();
    Matcher address = ADDRESS.matcher(ran.out());
    assertThat(address.find()).as(ran.out()).isTrue();
    assertThat(talk.process().address()).isEqualTo(address.group(1));
  }

  private static void assertAdopted(Json unit, String name) {
    assertThat(unit.get("name").value()).isEqualTo(name);
    assertThat(unit.get("kind").value()).isEqualTo("child");
    assertThat(unit.get("started").value()).isNull();
    assertThat(UnitView.isUp(unit)).isTrue();
  }

  private static void assertUp(Talk talk, String name, int up) throws IOException {
    assertThat(UnitView.figure(talk.process().scrape(), "up", name)).isEqualTo(up);
  }
}
